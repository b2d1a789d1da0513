// Finds out whether the database can be written again after a write failed.
import type { Clock } from '#core/ports/clock.ts';
import { GATEWAY } from '#core/principal.ts';
import type { Connection } from './connection.ts';
import type { StoreProblems } from './store-problems.ts';

const KEY = 'store.writeCheck';
/** Characters of the trial: as much as a short message needs, because a nearly full disk may still take less. */
const TRIAL_CHARACTERS = 64 * 1024;
/** Shortest time between two trials, ms. */
const INTERVAL_MS = 1_000;

/** Creates the check. It costs nothing unless the last write failed. */
export function createWriteCheck(
  { write, insert, database }: Connection,
  problems: StoreProblems,
  clock: Pick<Clock, 'monotonic'>,
): () => Promise<boolean> {
  const set = insert('settings', 'ON CONFLICT (key) DO UPDATE SET value = @value');
  const remove = database.prepare('DELETE FROM settings WHERE key = ?');
  let triedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (!problems.has('writes')) return true;
    if (clock.monotonic() - triedAt < INTERVAL_MS) return false;
    triedAt = clock.monotonic();
    try {
      write(() => set({ key: KEY, value: JSON.stringify('0'.repeat(TRIAL_CHARACTERS)), ownerId: GATEWAY.userId }));
      write(() => remove.run(KEY));
    } catch {
      // It was reported by `write`.
    }
    return !problems.has('writes');
  };
}
