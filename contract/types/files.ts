// Files of a workspace: changes, search results, and uploads.

/** A change of a file or folder. `hash` is the SHA-256 of a small file, `from` the former path of one that was moved. */
export interface FileChange {
  readonly path: string;
  readonly action: 'created' | 'changed' | 'deleted' | 'moved';
  readonly hash?: string;
  readonly from?: string;
}

/** A line that a search found. */
export interface FoundLine {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** A function, class, or type that is declared in a file. `text` is the line. */
export interface CodeSymbol {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'type';
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

/** An entry of a folder. Kind and size of a link are those of its target. */
export interface FileEntry {
  readonly path: string;
  readonly name: string;
  readonly kind: 'file' | 'directory';
  readonly size?: number;
  readonly modifiedAtMs: number;
  readonly isLink?: true;
}

/** A file in the workspace after it was written. */
export interface WrittenFile {
  readonly path: string;
  readonly size: number;
  readonly modifiedAtMs: number;
  /** SHA-256, hex. */
  readonly hash: string;
}

/** What to do if there is already a file with the name: reject the upload, replace the file, or choose another name. */
export type UploadConflict = 'fail' | 'replace' | 'keepBoth';

/** An upload that isn't finished. `offset` bytes have arrived. */
export interface UploadState {
  readonly uploadId: string;
  readonly sessionKey: string;
  readonly path: string;
  readonly size: number;
  readonly offset: number;
}

/** Largest file that can be uploaded, bytes. */
export const MAX_UPLOAD_BYTES = 16 * 1024 * 1024 * 1024;
/** Largest part of a file in one call, bytes before the encoding as base64. */
export const MAX_PART_BYTES = 8 * 1024 * 1024;

/** A version of a file. */
export interface FileVersion {
  readonly id: number;
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  readonly size: number;
  readonly savedAtMs: number;
  /** Who saved it. `found`: it was there before a change through Gatehouse. */
  readonly savedBy: string;
  readonly sessionKey: string;
}
