// Schedules the integrity check: once a day, some time after startup.
import type { Clock } from '#core/ports/clock.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import { checkIntegrity } from './integrity-check.ts';

/** Delay after startup, which has other work to do, ms. */
const DELAY_MS = 5 * 60_000;
const INTERVAL_MS = 24 * 60 * 60_000;
const CHECKED_AT = 'store.checkedAt';

/** Dependencies of the schedule. */
export interface IntegrityOptions {
  readonly path: string;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  /** Called when the check finds damage. */
  readonly damaged: (findings: readonly string[]) => void;
}

/** Schedules the next check and returns a function that cancels it. One timer, and none if the database was checked today. */
export async function scheduleIntegrityCheck({
  path,
  settings,
  clock,
  damaged,
}: IntegrityOptions): Promise<() => void> {
  const checkedAt = await settings.get(CHECKED_AT);
  // A new database is intact.
  if (typeof checkedAt !== 'number') await settings.set(CHECKED_AT, clock.now());
  if (typeof checkedAt !== 'number' || clock.now() - checkedAt < INTERVAL_MS) return () => {};
  let stopped = false;
  const check = async () => {
    const findings = await checkIntegrity(path);
    if (stopped || findings === undefined) return;
    if (findings.length > 0) damaged(findings);
    else await settings.set(CHECKED_AT, clock.now());
  };
  const cancel = clock.after(DELAY_MS, () => void check().catch(() => undefined));
  return () => {
    stopped = true;
    cancel();
  };
}
