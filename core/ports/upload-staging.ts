// Where uploads are collected until they are complete.
import type { UploadConflict } from '#contract/types/files.ts';

/** What an upload is for. Survives a restart. */
export interface UploadNote {
  readonly id: string;
  /** The user who started it. */
  readonly ownerId: string;
  readonly sessionKey: string;
  readonly path: string;
  readonly size: number;
  /** SHA-256 that the whole file must have, hex. */
  readonly hash?: string;
  readonly conflict: UploadConflict;
  /** Hash that the replaced file must have. */
  readonly expectedHash?: string;
  /** The file of the workspace that is being written, or was. */
  readonly writingTo?: string;
}

/** An upload that isn't finished. */
export interface StagedUpload {
  readonly note: UploadNote;
  /** Bytes that have arrived. */
  readonly size: number;
  readonly changedAtMs: number;
}

/** Collects uploads. Only the owner of the process can read them. @throws {FileError} `no-space`, or `not-found` for an unknown ID */
export interface UploadStaging {
  create(note: UploadNote): Promise<void>;
  /** Replaces the note. */
  update(note: UploadNote): Promise<void>;
  get(id: string): Promise<StagedUpload | undefined>;
  /** Adds bytes at the end, on disk when it resolves. Nothing is added if it fails. */
  append(id: string, bytes: Uint8Array): Promise<void>;
  /** SHA-256 of what has arrived, hex. */
  hash(id: string): Promise<string>;
  read(id: string): AsyncIterable<Uint8Array>;
  remove(id: string): Promise<void>;
  list(): Promise<readonly StagedUpload[]>;
  /** Removes what a killed process left and that belongs to no upload. Call it before the first upload. */
  removeStrays(): Promise<void>;
  /** Free space, bytes; undefined if it isn't known. */
  freeBytes(): Promise<number | undefined>;
}
