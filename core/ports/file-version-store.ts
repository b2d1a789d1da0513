// Versions of workspace files: who saved what when. The contents are in the blob store.
import type { FileVersion } from '#contract/types/files.ts';

/** Versions kept per file; the oldest is dropped first. */
export const KEPT_FILE_VERSIONS = 100;

/** A version to keep. */
export type FileVersionDraft = Omit<FileVersion, 'id'> & {
  /** Names the workspace on its machine. */
  readonly workspace: string;
  readonly path: string;
  readonly ownerId: string;
};

/** Versions of files. */
export interface FileVersionStore {
  add(version: FileVersionDraft): Promise<void>;
  /** Newest first. */
  list(workspace: string, path: string): Promise<readonly FileVersion[]>;
  get(workspace: string, path: string, id: number): Promise<FileVersion | undefined>;
  /** Versions follow a file or folder that was moved. */
  move(workspace: string, from: string, to: string): Promise<void>;
  /** Removes versions saved before a time. */
  prune(before: number): Promise<void>;
}
