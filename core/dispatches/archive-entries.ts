// Archives and restores the entries of a dispatch. Each step can be repeated.
import { GatewayError } from '#contract/wire/errors.ts';
import type { DispatchEntryRecord } from '../ports/dispatch-store.ts';
import type { Principal } from '../principal.ts';
import type { DispatchParts } from './dispatch-parts.ts';

/** Stops an entry, archives its session, and removes its worktree. */
export async function archiveEntry(
  { ports: { clock }, getEngine }: DispatchParts,
  { sessionKey }: DispatchEntryRecord,
  by: Principal,
  signal: AbortSignal,
): Promise<void> {
  const { sessions, runs, worktrees } = getEngine();
  const session = await sessions.get(sessionKey);
  if (session === undefined) return;
  await runs.abort(sessionKey);
  if (session.archivedAt === undefined) await sessions.patch(sessionKey, { archivedAt: clock.now() }, by);
  const worktree = session.worktreeId === undefined ? undefined : worktrees.peek(session.worktreeId);
  if (worktree?.state === 'ready') await worktrees.remove(worktree.id, by, signal);
}

/** Restores the session and the worktree of an entry. Anything deleted permanently can't be restored and is left out. */
export async function restoreEntry(
  { getEngine }: DispatchParts,
  { sessionKey }: DispatchEntryRecord,
  by: Principal,
  signal: AbortSignal,
): Promise<void> {
  const { sessions, worktrees } = getEngine();
  const session = await sessions.get(sessionKey);
  if (session === undefined) return;
  const worktree = session.worktreeId === undefined ? undefined : worktrees.peek(session.worktreeId);
  if (worktree?.state === 'removed') await worktrees.restore(worktree.id, by, signal).catch(ignoreExpired);
  if (session.archivedAt !== undefined) await sessions.patch(sessionKey, { archivedAt: undefined }, by);
}

function ignoreExpired(error: unknown): void {
  if (!(error instanceof GatewayError) || error.extras.details?.code !== 'WORKTREE_NOT_FOUND') throw error;
}
