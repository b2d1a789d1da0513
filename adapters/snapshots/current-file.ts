// Reads a file as it is now, without following a link.
import * as fs from 'node:fs/promises';
import type { Stats } from 'node:fs';
import { FileError } from '#core/ports/machine.ts';
import type { CurrentFile, FileVersion } from '#core/ports/snapshots.ts';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';
import { readBytes } from '../machines/workspace-tools/file-content.ts';
import type { Place, WorkspaceRoot } from '../machines/workspace-tools/workspace-root.ts';
import { toBlobId } from './object-files.ts';

const MAX_BYTES = 200 * 1024 * 1024;
const EXECUTABLE = 0o100;

/** A file of a folder, or undefined if there is none. @throws {FileError} for a folder, a device, or a path behind a link */
export async function readCurrent(root: WorkspaceRoot, path: string): Promise<CurrentFile> {
  try {
    return await root.at(path, { keepLink: true }, (place) => readPlace(place, path));
  } catch (error) {
    if (error instanceof FileError && (error.code === 'not-found' || error.code === 'not-a-folder')) return undefined;
    throw error;
  }
}

/** The file at an opened place, which must be the one with this path. */
export async function readPlace(place: Place, path: string): Promise<CurrentFile> {
  requirePath(place, path);
  const stats = await fs.lstat(place.at).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  });
  if (stats === undefined) return undefined;
  const bytes = stats.isSymbolicLink()
    ? await fs.readlink(place.at, { encoding: 'buffer' })
    : Buffer.from((await readBytes(place, MAX_BYTES)).bytes);
  return { id: toBlobId(bytes), mode: toMode(stats), text: bytes.toString('latin1') };
}

/** A folder on the way was replaced by a link. */
export function requirePath(place: Place, path: string): void {
  if (place.path === path) return;
  throw new FileError(
    'changed',
    `A folder in the path ${JSON.stringify(path)} is now a link. Restore the folder, then retry.`,
  );
}

/** Whether a file has a version. */
export function isVersion(file: FileVersion | undefined, version: FileVersion | undefined): boolean {
  return file?.id === version?.id && file?.mode === version?.mode;
}

function toMode(stats: Stats) {
  if (stats.isSymbolicLink()) return '120000';
  return (stats.mode & EXECUTABLE) === 0 ? '100644' : '100755';
}
