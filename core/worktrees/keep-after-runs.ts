// Keeps the commits of a worktree in its repository at the end of each run, so that they survive its folder.
import { errorMessage } from '#contract/wire/errors.ts';
import type { EngineNotice } from '../engine/notices.ts';
import type { Log } from '../ports/log.ts';
import type { WorktreesFacet } from './worktrees.ts';

/** A listener that keeps them in the background. */
export function keepAfterRuns(worktrees: Pick<WorktreesFacet, 'keep'>, log: Log): (notice: EngineNotice) => void {
  return (notice) => {
    if (notice.kind !== 'event' || notice.event.type !== 'run.ended') return;
    const { worktreeId } = notice.record;
    if (worktreeId === undefined) return;
    // Each step has a time limit of its own.
    worktrees.keep(worktreeId, new AbortController().signal).catch((error: unknown) =>
      log.info("Couldn't copy the commits of a worktree into its repository.", {
        worktree: worktreeId,
        reason: errorMessage(error),
      }),
    );
  };
}
