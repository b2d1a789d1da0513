// Store port of worktrees. Every step that a crash can interrupt is written here before it starts.
import type { MergeMode, WorktreeNote } from '#contract/types/worktrees.ts';
import type { AuditDraft } from './audit.ts';

/**
 * `creating`: undone at the next start. `removing`, `restoring`, `purging`: completed at the next start. `removed`: its folder is
 * among the removed ones until it expires.
 */
export type WorktreeState = 'creating' | 'ready' | 'removing' | 'removed' | 'restoring' | 'purging';

/** A worktree. Times are Unix ms, paths absolute. */
export interface WorktreeRecord {
  readonly id: string;
  readonly ownerId: string;
  /** Unique among the worktrees of a repository. */
  readonly name: string;
  readonly state: WorktreeState;
  readonly projectId?: string;
  /** The session that it was created for. */
  readonly sessionKey?: string;
  /** The folder of the repository's files; of a bare one, the repository. */
  readonly repoRoot: string;
  /** Where the repository's objects and refs are. */
  readonly repoGitDir: string;
  readonly repoFingerprint: string;
  readonly objectFormat: 'sha1' | 'sha256';
  readonly path: string;
  readonly branch: string;
  /** What it started from, as a person named it. */
  readonly baseRef: string;
  readonly baseCommit: string;
  /** Folders of objects that it borrows, in the order of its list. */
  readonly objectFolders: readonly string[];
  /** SHA-256 of the settings that Gatehouse wrote. */
  readonly configHash: string;
  /**
   * It was found without a record. An agent can have written everything that is known about it, such as what its repository is, so it isn't
   * trusted like that.
   */
  readonly isAdopted?: true;
  /** Identifies the folder that Gatehouse created. */
  readonly inode: string;
  readonly notes: readonly WorktreeNote[];
  readonly createdAt: number;
  readonly lastActiveAt: number;
  readonly removedAt?: number;
  /** A merge that was started. */
  readonly merge?: MergeRecord;
}

/** A merge that was started: what is known, and what was decided. */
export interface MergeRecord {
  readonly id: string;
  readonly mode: MergeMode;
  readonly target: string;
  /** The target's commit when it started. It may not move until the end. */
  readonly targetCommit: string;
  readonly sourceCommit: string;
  readonly message: string;
  readonly author: string;
  /** `deciding`: conflicts wait for a person. `applying`: the target is being moved, which is completed at the next start. */
  readonly step: 'deciding' | 'applying';
  /** Of a rebase: the commits that are left, oldest first, and the commit so far. */
  readonly left: readonly string[];
  readonly onto: string;
  /** The merged tree with markers, and the decided blob of each conflict. */
  readonly tree?: string;
  readonly conflicts: readonly ConflictRecord[];
  /** The commit that the target becomes. */
  readonly result?: string;
  /** The checkout of the target, whose files are updated too. */
  readonly checkout?: { readonly gitDir: string; readonly workTree: string };
}

/** A version of a file in conflict. */
export interface ConflictVersion {
  readonly mode: string;
  readonly blob: string;
}

/** A file in conflict. */
export interface ConflictRecord {
  readonly path: string;
  readonly base?: ConflictVersion;
  readonly ours?: ConflictVersion;
  readonly theirs?: ConflictVersion;
  /** `null`: the file is deleted. */
  readonly decided?: ConflictVersion | null;
}

/** Worktrees, including removed ones. */
export interface WorktreeStore {
  /** Oldest first. */
  list(): Promise<readonly WorktreeRecord[]>;
  /** Adds or replaces a worktree. */
  save(record: WorktreeRecord, audit?: AuditDraft): Promise<void>;
  delete(id: string, audit?: AuditDraft): Promise<void>;
}
