// Worktrees in the OpenClaw dialect.
import { defined } from '#contract/types/defined.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { WorktreeRecord } from '#core/ports/worktree-store.ts';
import { keptRef } from '#core/worktrees/worktree-ports.ts';

/** A worktree as OpenClaw's clients know it. */
export function worktreeRow(record: WorktreeRecord): PublishedType<'WorktreeRecord'> {
  const { id, name, repoFingerprint, repoRoot, path, branch, baseRef, sessionKey, createdAt, lastActiveAt } = record;
  return {
    id,
    name,
    repoFingerprint,
    repoRoot,
    path,
    branch,
    baseRef,
    ownerKind: sessionKey === undefined ? 'manual' : 'session',
    createdAt,
    lastActiveAt,
    ...defined({ ownerId: sessionKey }),
    ...(record.state === 'ready' ? {} : { removedAt: record.removedAt ?? lastActiveAt, snapshotRef: keptRef(id) }),
  };
}
