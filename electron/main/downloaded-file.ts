// A downloaded installer as it was when it was verified. Until it is installed, other programs of the user can change it.
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1024 * 1024;

/** A file with the hash that it must still have when it is used. */
export interface DownloadedFile {
  readonly file: string;
  readonly sha512: string;
}

/** Remembers a file that was just verified. */
export function rememberFile(file: string): DownloadedFile {
  return { file, sha512: hashFile(file) };
}

/** Whether the file still has the same content. Synchronous: nothing may happen between this and the use. */
export function isUnchanged({ file, sha512 }: DownloadedFile): boolean {
  try {
    return hashFile(file) === sha512;
  } catch {
    // It is gone, or can't be read.
    return false;
  }
}

function hashFile(file: string): string {
  const hash = createHash('sha512');
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const handle = openSync(file, 'r');
  try {
    for (let bytes = readSync(handle, chunk); bytes > 0; bytes = readSync(handle, chunk))
      hash.update(chunk.subarray(0, bytes));
  } finally {
    closeSync(handle);
  }
  return hash.digest('hex');
}
