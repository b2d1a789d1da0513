// Changes that a session made to files, and what a person decided about them.

/** Days for which changes can be compared, rewound, and undone. */
export const CHANGES_DAYS = 30;

/** Larger files are compared as a whole. */
export const MAX_COMPARED_BYTES = 5 * 1024 * 1024;

/** The kind of a file: regular, executable, or a link. */
export type FileMode = '100644' | '100755' | '120000';

/**
 * Which changes: of the session that haven't been decided on, of a run (default: the last one), since the base of the branch, since the last
 * commit, or of a commit.
 */
export type ChangeScope = 'session' | 'run' | 'base' | 'uncommitted' | 'commit';

/** Why the snapshots of a session don't contain everything. */
export type ChangesNote =
  | {
      readonly kind: 'gap';
      readonly reason: 'too-large' | 'too-many' | 'unreadable' | 'name';
      readonly count: number;
      readonly paths: readonly string[];
    }
  /** No snapshot could be taken. */
  | { readonly kind: 'failed'; readonly message: string }
  /** Another session worked in the folder at the same time, so its changes are included. */
  | { readonly kind: 'shared' }
  /** The gateway was stopped during the run, so later changes of others can be included. */
  | { readonly kind: 'interrupted' };

/** A changed file. */
export interface ChangedFile {
  readonly path: string;
  readonly oldPath?: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'renamed';
  readonly additions: number;
  readonly deletions: number;
  readonly binary?: boolean;
  /** A lock file, or generated. */
  readonly generated?: boolean;
  /** More than 2,000 changed lines: shown on demand. */
  readonly large?: boolean;
  /** Names the two compared versions. Required to decide on its parts. */
  readonly version: string;
  readonly viewed?: boolean;
  /** A rejection waits for the end of the run. */
  readonly waiting?: boolean;
}

/** A part of the change of a file. Its ID depends only on its content. Line numbers start at 1. */
export interface ChangeHunk {
  readonly id: string;
  /** `mode`: whether it is executable. `file`: the file as a whole; the lines of a link are its target. */
  readonly kind: 'lines' | 'mode' | 'file';
  readonly oldStart: number;
  readonly oldLines: readonly string[];
  readonly newStart: number;
  readonly newLines: readonly string[];
  readonly waiting?: boolean;
}

/** A changed file with its parts. Text that isn't valid UTF-8 is shown with replacement characters, and can't be edited. */
export interface ChangedFileDetail extends ChangedFile {
  readonly hunks: readonly ChangeHunk[];
  /** All lines of the version after the change, or before it if it was deleted; absent if it isn't text, or if it is large and wasn't requested in full. */
  readonly lines?: readonly string[];
  readonly editable: boolean;
  readonly oldMode?: FileMode;
  readonly newMode?: FileMode;
  readonly oldSize?: number;
  readonly newSize?: number;
}

/** A run whose changes are known. */
export interface ChangedRun {
  readonly runId: string;
  readonly startedAt: number;
  /** Absent while it is active. */
  readonly endedAt?: number;
  readonly files: number;
}

/** Result of `changes.list`. */
export interface ChangesList {
  readonly sessionKey: string;
  readonly scope: ChangeScope;
  readonly runId?: string;
  /** Whether changes can be accepted, rejected, and edited. */
  readonly canDecide: boolean;
  readonly files: readonly ChangedFile[];
  readonly additions: number;
  readonly deletions: number;
  readonly truncated: boolean;
  readonly notes: readonly ChangesNote[];
  /** Newest first. */
  readonly runs: readonly ChangedRun[];
  /** Newest first; those that can be undone. */
  readonly operations: readonly ChangeOperation[];
  readonly branch?: string;
  readonly commits?: readonly { readonly sha: string; readonly subject: string }[];
  /** `remote`: the files are on another computer, so there are no snapshots. */
  readonly unavailable?: 'not-git' | 'unknown-commit' | 'remote';
}

/** What a person did with changes. Undo is possible for 30 days. */
export interface ChangeOperation {
  readonly id: string;
  readonly kind: 'accept' | 'reject' | 'edit' | 'rewind' | 'undo';
  /** `waiting`: for the end of the run. `conflict`: it couldn't be applied then, and nothing was changed. */
  readonly state: 'waiting' | 'done' | 'undone' | 'conflict';
  readonly by: string;
  readonly at: number;
  readonly paths: readonly string[];
  /** Why it couldn't be applied. */
  readonly problem?: string;
}

/** Which parts of a file to decide on; without hunks, all. */
export interface FileSelection {
  readonly path: string;
  readonly version: string;
  readonly hunks?: readonly string[];
}

/** A comment on lines of a change, which is sent to the agent with others. */
export interface ChangeComment {
  readonly id: string;
  readonly path: string;
  /** On the version after the change, or before it. */
  readonly side: 'old' | 'new';
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  readonly createdAt: number;
}

/** What rewinding the files of a session would do with a file. */
export interface RewindFile {
  readonly path: string;
  readonly action: 'restore' | 'delete' | 'create';
  /** Someone else changed it since: decide whether to keep or overwrite it. */
  readonly changedSince?: boolean;
}

/** Result of `changes.rewind.preview`. */
export interface RewindPreview {
  readonly files: readonly RewindFile[];
  readonly notes: readonly ChangesNote[];
  /** Runs whose changes can't be undone, because there is no snapshot. */
  readonly missingRuns: number;
  /** The files are on another computer, so there are no snapshots. */
  readonly unavailable?: 'remote';
}
