// Worktrees: checkouts of a repository that sessions work in side by side.

/** Things of a repository that a new worktree doesn't have, or that work differently in it. */
export type WorktreeNoteKind =
  | 'uncommitted'
  | 'submodules'
  | 'lfs'
  | 'hooks'
  | 'shallow'
  | 'detached'
  | 'name-collisions';

/** Something that a person should know about a worktree. */
export interface WorktreeNote {
  readonly kind: WorktreeNoteKind;
  /** Files or submodules that it is about. */
  readonly count?: number;
  readonly message: string;
}

/** How a merge is done. */
export const MERGE_MODES = ['merge', 'squash', 'rebase'] as const;
/** `merge`: a merge commit, `squash`: one commit, `rebase`: its commits on top of the target. */
export type MergeMode = (typeof MERGE_MODES)[number];

/** A file that was changed in both branches. */
export interface MergeConflict {
  readonly path: string;
  /** Which of the three versions exist. */
  readonly has: { readonly base: boolean; readonly ours: boolean; readonly theirs: boolean };
  /** Whether a person has decided it. */
  readonly isResolved: boolean;
}

/** The three versions of a file in conflict, and the merge with markers. Absent: the file doesn't exist there, or isn't text. */
export interface ConflictVersions {
  readonly path: string;
  /** Before both changes. */
  readonly base?: string;
  /** In the target branch. */
  readonly ours?: string;
  /** In the worktree. */
  readonly theirs?: string;
  /** Both changes, with conflict markers; after a decision, what was decided. */
  readonly merged?: string;
  readonly isBinary: boolean;
  readonly isResolved: boolean;
}

/** A merge that waits for decisions. */
export interface PendingMerge {
  readonly mode: MergeMode;
  /** The branch of the repository that it goes into. */
  readonly target: string;
  readonly conflicts: readonly MergeConflict[];
  /** Of a rebase: the commit that conflicts. */
  readonly commit?: string;
}

/** Whether a worktree can be used. */
export type WorktreeHealth = 'ready' | 'missing' | 'damaged' | 'removed';

/** The state of a worktree, compared with the branch that it started from. */
export interface WorktreeStatus {
  readonly id: string;
  readonly health: WorktreeHealth;
  /** What to do if it isn't ready. */
  readonly problem?: string;
  readonly branch: string;
  /** The branch of the repository that it is compared with. */
  readonly target: string;
  /** Commits that the target doesn't have. */
  readonly ahead: number;
  /** Commits of the target that the worktree doesn't have. */
  readonly behind: number;
  /** Changed files that aren't committed. */
  readonly changed: number;
  readonly untracked: number;
  /** Files with conflict markers from a merge in the worktree. */
  readonly conflicted: number;
  readonly sizeBytes?: number;
  readonly pendingMerge?: PendingMerge;
}

/** A worktree with everything that a list shows. */
export interface WorktreeDetails {
  readonly id: string;
  readonly name: string;
  readonly projectId?: string;
  readonly repoRoot: string;
  /** The name of the repository's folder. */
  readonly repoName: string;
  /** Only for callers that may write. */
  readonly path?: string;
  readonly branch: string;
  readonly baseRef: string;
  readonly sessionKeys: readonly string[];
  readonly notes: readonly WorktreeNote[];
  readonly createdAt: number;
  readonly lastActiveAt: number;
  readonly removedAt?: number;
  /** When a removed one is deleted permanently. */
  readonly expiresAt?: number;
  readonly status?: WorktreeStatus;
}
