// The state of a worktree in a few words.
import type { WorktreeStatus } from '#contract/types/worktrees.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** Uncommitted files, and commits that either side has alone. */
export function describeWorktree(status: WorktreeStatus): string {
  const { ahead, behind } = status;
  const target = removeHidden(status.target);
  const uncommitted = countUncommitted(status);
  if (uncommitted === 0 && ahead === 0 && behind === 0) return t('worktrees.clean');
  return joinFacts(
    uncommitted === 0 ? undefined : t('worktrees.changed', { count: uncommitted }),
    ahead === 0 ? t('worktrees.merged', { target }) : t('worktrees.ahead', { count: ahead, target }),
    behind === 0 ? undefined : t('worktrees.behind', { count: behind }),
  );
}

/** Files that a commit would contain. */
export function countUncommitted({ changed, untracked, conflicted }: WorktreeStatus): number {
  return changed + untracked + conflicted;
}
