// Once a day, some time after startup: checks the database for damage, and makes a backup of it if it is intact.
import { errorMessage } from '#contract/wire/errors.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';
import { prepareDraft } from './backups.ts';
import { keepWithBlobs } from './create-backup.ts';
import { checkIntegrity } from './integrity-check.ts';
import type { StoreProblems } from './store-problems.ts';

/** Shortest delay after startup, ms. */
const DELAY_MS = 2 * 60_000;
const INTERVAL_MS = 24 * 60 * 60_000;
const CHECKED_AT = 'store.checkedAt';

interface IntegrityOptions {
  readonly path: string;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly problems: StoreProblems;
  /** Called if the check finds damage. */
  readonly damaged: () => void;
}

/** Schedules the checks. Returns a function that cancels them. */
export async function scheduleIntegrityCheck(options: IntegrityOptions): Promise<() => void> {
  const { settings, clock } = options;
  const checkedAt = await settings.get(CHECKED_AT);
  // A clock that was wrong must not stop the checks.
  const last = typeof checkedAt === 'number' ? Math.min(checkedAt, clock.now()) : Number.NEGATIVE_INFINITY;
  let stopped = false;
  let cancel = () => {};
  const schedule = (ms: number): void => {
    cancel = clock.after(ms, () => {
      schedule(INTERVAL_MS);
      void inspect(options, () => stopped);
    });
  };
  schedule(Math.max(DELAY_MS, last + INTERVAL_MS - clock.now()));
  return () => {
    stopped = true;
    cancel();
  };
}

async function inspect(options: IntegrityOptions, isStopped: () => boolean): Promise<void> {
  const { path, settings, clock, problems, damaged } = options;
  try {
    const draft = prepareDraft(path);
    const result = await checkIntegrity(path, draft);
    // What couldn't be checked now is checked tomorrow. The next backup removes the draft.
    if (isStopped() || result === undefined) return;
    const { findings, copiedVersion, copyError } = result;
    if (findings.length > 0) return damaged();
    if (copiedVersion === undefined) throw new Error(copyError);
    await keepWithBlobs(path, draft, copiedVersion, clock.now(), 'daily');
    problems.solved('backups', 'The daily backup succeeded again.');
    await settings.set(CHECKED_AT, clock.now());
  } catch (error) {
    if (isStopped()) return;
    problems.report(
      'backups',
      `The daily backup of the database failed (${errorMessage(error)}). Earlier backups were kept. Check the free disk space.`,
    );
  }
}
