// Store port of changes: snapshots of runs, the state of changed files, what people decided, and comments.
import type { ChangeComment, ChangeOperation, ChangesNote } from '#contract/types/changes.ts';
import type { FileStep, FileVersion, TreeChange } from './snapshots.ts';

/** The snapshots of a run. Times are Unix ms. */
export interface RunSnapshot {
  readonly runId: string;
  readonly sessionKey: string;
  readonly ownerId: string;
  /** The real path. */
  readonly folder: string;
  readonly startedAt: number;
  /** Absent if none could be taken; the notes say why. */
  readonly before?: string;
  /** Absent until the run has ended. */
  readonly after?: string;
  readonly endedAt?: number;
  readonly notes: readonly ChangesNote[];
  /** What the run changed, once it has ended. */
  readonly files: readonly TreeChange[];
}

/**
 * What of a session's changes of a file nobody has decided on: accepting changes `before`, rejecting changes `after`. They are the same
 * when everything was decided on.
 */
export interface FileState {
  readonly sessionKey: string;
  readonly ownerId: string;
  readonly path: string;
  readonly oldPath?: string;
  readonly before?: FileVersion;
  readonly after?: FileVersion;
  readonly additions: number;
  readonly deletions: number;
  readonly binary?: true;
  readonly updatedAt: number;
}

/** The state of a file before and after an operation. */
export interface StateStep {
  readonly before: FileState;
  readonly after: FileState;
}

/** A part of a file to decide on when the run has ended: the compared versions, and the IDs of the parts. */
export interface WaitingFile {
  readonly path: string;
  readonly oldPath?: string;
  readonly before?: FileVersion;
  readonly after?: FileVersion;
  readonly hunks?: readonly string[];
}

/** What a person did with changes. */
export interface OperationRecord {
  readonly id: string;
  readonly sessionKey: string;
  readonly ownerId: string;
  readonly folder: string;
  readonly kind: ChangeOperation['kind'];
  /** `prepared`: its files are being written beside the others. `applying`: files are being replaced. */
  readonly state: 'waiting' | 'prepared' | 'applying' | 'done' | 'undone' | 'conflict';
  readonly by: string;
  readonly at: number;
  readonly steps: readonly FileStep[];
  readonly states: readonly StateStep[];
  readonly waiting?: readonly WaitingFile[];
  /** What the agent is told with the next message. */
  readonly report?: string;
  readonly reportedAt?: number;
  readonly problem?: string;
  /** The conversation is rewound, too: to before a message, from the entry that was its end. */
  readonly conversation?: { readonly messageId: string; readonly leafEntryId?: string; readonly isDone: boolean };
  /** For an undo: the operation that it undoes. */
  readonly undoes?: string;
}

/** A comment that waits to be sent. */
export interface StoredComment extends ChangeComment {
  readonly sessionKey: string;
  readonly ownerId: string;
}

/** A file that someone has looked at, in a version. */
export interface ViewedFile {
  readonly sessionKey: string;
  readonly ownerId: string;
  readonly path: string;
  /** Undefined: not viewed any more. */
  readonly version: string | undefined;
}

/** Changes that are saved together. */
export interface ChangesWrite {
  readonly snapshots?: readonly RunSnapshot[];
  readonly states?: readonly FileState[];
  readonly removedStates?: readonly Pick<FileState, 'sessionKey' | 'path'>[];
  readonly operations?: readonly OperationRecord[];
  readonly removedOperations?: readonly string[];
  readonly comments?: readonly StoredComment[];
  readonly removedComments?: readonly string[];
  readonly viewed?: readonly ViewedFile[];
}

/** Changes and decisions of all sessions. */
export interface ChangesStore {
  /** One synced write. */
  write(changes: ChangesWrite): Promise<void>;
  snapshot(runId: string): Promise<RunSnapshot | undefined>;
  /** Those of a session, oldest first. */
  snapshots(sessionKey: string): Promise<readonly RunSnapshot[]>;
  /** Those whose run hasn't ended, of all sessions. */
  openSnapshots(): Promise<readonly RunSnapshot[]>;
  /** IDs of the runs with snapshots. */
  runIds(): Promise<readonly string[]>;
  /** By path. */
  states(sessionKey: string): Promise<readonly FileState[]>;
  operation(id: string): Promise<OperationRecord | undefined>;
  /** Newest first. */
  operations(sessionKey: string, limit: number): Promise<readonly OperationRecord[]>;
  /** Those of all sessions that were interrupted or wait, oldest first. */
  unfinished(): Promise<readonly OperationRecord[]>;
  /** Those of a session that the agent hasn't been told about, oldest first. */
  unreported(sessionKey: string): Promise<readonly OperationRecord[]>;
  /** Oldest first. */
  comments(sessionKey: string): Promise<readonly StoredComment[]>;
  /** Versions by path. */
  viewed(sessionKey: string): Promise<ReadonlyMap<string, string>>;
  /** Removes everything older than a time, and of sessions that don't exist any more. */
  prune(beforeMs: number): Promise<void>;
}
