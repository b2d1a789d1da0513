// Schedules the integrity check: once a day, some time after startup.
import type { Clock } from '#core/ports/clock.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import { checkIntegrity } from './integrity-check.ts';

/** Delay after startup, ms. */
const DELAY_MS = 5 * 60_000;
const INTERVAL_MS = 24 * 60 * 60_000;
const CHECKED_AT = 'store.checkedAt';

interface IntegrityOptions {
  readonly path: string;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  /** Called if the check finds damage. */
  readonly damaged: () => void;
}

/** Schedules the next check, unless the database was checked today. Returns a function that cancels it. */
export async function scheduleIntegrityCheck(options: IntegrityOptions): Promise<() => void> {
  const { path, settings, clock, damaged } = options;
  const checkedAt = await settings.get(CHECKED_AT);
  // A new database is intact.
  if (typeof checkedAt !== 'number') await settings.set(CHECKED_AT, clock.now());
  if (typeof checkedAt !== 'number' || clock.now() - checkedAt < INTERVAL_MS) return () => {};
  let stopped = false;
  const check = async () => {
    const findings = await checkIntegrity(path);
    if (stopped || findings === undefined) return;
    if (findings.length > 0) damaged();
    else await settings.set(CHECKED_AT, clock.now());
  };
  const cancel = clock.after(DELAY_MS, () => void check().catch(() => undefined));
  return () => {
    stopped = true;
    cancel();
  };
}
