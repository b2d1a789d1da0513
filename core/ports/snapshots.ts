// Snapshots of folders on this computer: private copies of their files, which agents can't reach.
import type { FileMode } from '#contract/types/changes.ts';
import { FileError } from './machine.ts';

/** A version of a file: the ID of its content, and its mode. */
export interface FileVersion {
  readonly id: string;
  readonly mode: FileMode;
}

/** Files that a snapshot doesn't contain, with examples. */
export interface SnapshotGap {
  readonly reason: 'too-large' | 'too-many' | 'unreadable' | 'name';
  readonly count: number;
  readonly paths: readonly string[];
}

/** A snapshot: the ID of its tree. */
export interface TakenSnapshot {
  readonly tree: string;
  readonly gaps: readonly SnapshotGap[];
}

/** A file that differs between two snapshots. A renamed file has its path before. */
export interface TreeDifference {
  readonly path: string;
  readonly oldPath?: string;
  readonly before?: FileVersion;
  readonly after?: FileVersion;
}

/** A file that differs, with the numbers of its changed lines. */
export interface TreeChange extends TreeDifference {
  readonly additions: number;
  readonly deletions: number;
  readonly binary?: true;
}

/** A file with its content, one character for each byte; undefined if there is none. */
export type CurrentFile = (FileVersion & { readonly text: string }) | undefined;

/** A replacement that failed and couldn't be undone completely, such as on a disk that is read-only now. */
export class UnfinishedReplacement extends FileError {
  /** All files have their first version again, but temporary files are left. */
  readonly isUndone: boolean;

  constructor(message: string, isUndone: boolean) {
    super('io', message);
    this.name = 'UnfinishedReplacement';
    this.isUndone = isUndone;
  }
}

/** A file to replace: it must have the first version, and gets the second one. Undefined: it doesn't exist. */
export interface FileStep {
  readonly path: string;
  readonly before?: FileVersion;
  readonly after?: FileVersion;
}

/** Snapshots and their content. Errors are {@link FileError}s and {@link GitError}s. */
export interface Snapshots {
  /** The real path of a folder. */
  locate(folder: string): Promise<string>;
  /** Takes a snapshot and keeps it under a name until `release`. Ignored files aren't included, untracked ones are. */
  take(folder: string, name: string, signal: AbortSignal): Promise<TakenSnapshot>;
  /** Drops the names that aren't in the list, and removes content that nothing has needed for 31 days. */
  collect(names: ReadonlySet<string>, signal: AbortSignal): Promise<void>;
  /** Removes everything. */
  clear(): Promise<void>;
  /** What differs between two trees. Renames are recognized. */
  compare(before: string, after: string, signal: AbortSignal): Promise<readonly TreeDifference[]>;
  /** The contents of versions, as byte texts; those with more than `maxBytes` are left out. @throws {FileError} `not-found` */
  read(ids: readonly string[], signal: AbortSignal, maxBytes?: number): Promise<ReadonlyMap<string, string>>;
  /** Stores contents, and returns their IDs. */
  write(texts: readonly string[]): Promise<readonly string[]>;
  /** Keeps stored contents for another 31 days. */
  renew(ids: readonly string[]): Promise<void>;
  /** The files of a folder as they are now. */
  current(folder: string, paths: readonly string[]): Promise<ReadonlyMap<string, CurrentFile>>;
  /**
   * Replaces files, all or none. New contents are written beside the files first; `onReady` is called before the first file is
   * replaced. What fails before leaves nothing behind. `transaction` names the files that are written beside the others.
   * @throws {FileError} `changed` if a file doesn't have its first version; {@link UnfinishedReplacement} if it failed and couldn't be
   * undone
   */
  replace(folder: string, transaction: string, steps: readonly FileStep[], onReady: () => Promise<void>): Promise<void>;
  /** Finishes a replacement that was interrupted after `onReady`. A file that someone changed since is left alone, and listed. */
  finish(folder: string, transaction: string, steps: readonly FileStep[]): Promise<readonly string[]>;
  /** Removes what an interrupted replacement left before `onReady`. */
  cancel(folder: string, transaction: string, steps: readonly FileStep[]): Promise<void>;
}
