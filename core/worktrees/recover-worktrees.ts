// Completes or undoes what a crash interrupted, and deletes what has expired.
import { errorMessage } from '#contract/wire/errors.ts';
import { gatewayPrincipal } from '../principal.ts';
import type { WorktreeRecord } from '../ports/worktree-store.ts';
import type { WorktreeCreator } from './create-worktree.ts';
import type { KnownWorktrees } from './known-worktrees.ts';
import type { Merges } from './merges.ts';
import { KEPT_MS, type WorktreeRemoval } from './remove-worktree.ts';
import type { WorktreePorts } from './worktree-ports.ts';

/** The parts that recover. */
export interface RecoveryParts {
  readonly ports: WorktreePorts;
  readonly known: KnownWorktrees;
  readonly creator: WorktreeCreator;
  readonly removal: WorktreeRemoval;
  readonly merges: Merges;
}

/** Settles each worktree that was being changed when the previous process ended. One that can't be settled stays as it is. */
export async function recoverWorktrees(parts: RecoveryParts): Promise<void> {
  const { known, ports } = parts;
  for (const record of known.list())
    await settle(parts, record).catch((error: unknown) =>
      ports.log.error("Couldn't recover a worktree after the restart.", {
        worktree: record.id,
        path: record.path,
        reason: errorMessage(error),
      }),
    );
}

async function settle(
  { creator, removal, merges, known, ports }: RecoveryParts,
  record: WorktreeRecord,
): Promise<void> {
  const { signal } = new AbortController();
  switch (record.state) {
    case 'creating':
      return creator.undo(record);
    case 'removing':
      return void (await removal.finishRemoval(record));
    case 'restoring':
      return void (await removal.finishRestore(record, signal));
    case 'purging':
      return removal.finishPurge(record);
    case 'removed':
      return undefined;
    case 'ready':
      if (record.merge?.step === 'applying') await merges.finish(record, signal);
      // Its session was never created, because the process ended in between, or is gone. Nobody works in it.
      else if (await isUnused(ports, record))
        await removal.remove(known.get(record.id) ?? record, gatewayPrincipal('startup'), signal);
  }
}

/** Whether the session for which a worktree was created doesn't exist, and no other one works in it. */
async function isUnused({ store }: WorktreePorts, { sessionKey, path }: WorktreeRecord): Promise<boolean> {
  if (sessionKey === undefined || (await store.sessions.get(sessionKey)) !== undefined) return false;
  const { total } = await store.sessions.list({ workspace: path, archived: 'all', limit: 1, offset: 0 });
  return total === 0;
}

/** Deletes removed worktrees that have expired; returns how many. */
export async function purgeExpired({ known, removal, ports }: RecoveryParts): Promise<number> {
  const limit = ports.clock.now() - KEPT_MS;
  const expired = known.list().filter(({ state, removedAt = limit }) => state === 'removed' && removedAt < limit);
  let count = 0;
  for (const record of expired)
    try {
      await removal.purge(record, gatewayPrincipal('retention'));
      count += 1;
    } catch (error) {
      ports.log.warn("Couldn't delete an expired worktree.", { worktree: record.id, reason: errorMessage(error) });
    }
  return count;
}
