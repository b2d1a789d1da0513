// When the database is looked through: once a day, a while after the start.
import type { Clock } from '#core/ports/clock.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import { checkIntegrity } from './integrity-check.ts';

/** The start has other things to do, ms. */
const DELAY_MS = 5 * 60_000;
const INTERVAL_MS = 24 * 60 * 60_000;
const CHECKED_AT = 'store.checkedAt';

/** What the schedule needs. */
export interface IntegrityOptions {
  readonly path: string;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  /** Called when something is wrong. */
  readonly damaged: (findings: readonly string[]) => void;
}

/** Plans the next check; returns the function that takes it back. One timer, and none when a check was made today. */
export async function scheduleIntegrityCheck({
  path,
  settings,
  clock,
  damaged,
}: IntegrityOptions): Promise<() => void> {
  const checkedAt = await settings.get(CHECKED_AT);
  // A new database is whole.
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
