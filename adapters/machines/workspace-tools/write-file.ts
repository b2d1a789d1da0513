// Writes a file atomically: to a new file, which is synced and then replaces the old one.
import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError, type FileSource, type FileStat } from '#core/ports/machine.ts';
import { errorCode, outside } from './file-failure.ts';
import { toFileStat, hashBytes, hashFile, refuseSpecial } from './file-content.ts';
import type { Place } from './workspace-root.ts';
import type { NoteTemporary } from './write-journal.ts';

const NEW_FILE_MODE = 0o666;
/** The part of a file's mode that copies keep. */
export const PERMISSION_BITS = 0o777;
const OPEN_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/** How a file is written: see `Machine.write` for `expectedHash`. */
export interface WriteOptions {
  readonly expectedHash: string | undefined;
  /** The real absolute path of the workspace. */
  readonly workspace: string;
  readonly note: NoteTemporary;
}

/** Writes a file at `place`. @throws {FileError} */
export async function writeAtomically(
  place: Place,
  content: FileSource,
  { expectedHash, workspace, note }: WriteOptions,
): Promise<FileStat & { readonly hash: string }> {
  if (place.name === '') throw new FileError('not-a-file', 'The workspace itself is a folder, not a file.');
  const before = await existing(place);
  if (expectedHash !== undefined) await requireExpected(place, before, expectedHash);
  const noted = await note(path.join(workspace, path.dirname(place.path)));
  const temporary = path.join(place.folder, noted.name);
  try {
    const { stats, hash } = await writeNew(temporary, content, before);
    if (expectedHash === '') await publishNew(temporary, place);
    else {
      // The content can have taken long to arrive.
      if (expectedHash !== undefined) await requireExpected(place, await existing(place), expectedHash);
      await fs.rename(temporary, place.at);
    }
    await syncFolder(place.folder);
    return { ...toFileStat(place.path, stats), hash };
  } finally {
    await fs.rm(temporary, { force: true });
    await noted.forget();
  }
}

async function existing(place: Place): Promise<Stats | undefined> {
  try {
    const stats = await fs.lstat(place.at);
    refuseSpecial(stats, place.path);
    // The file has another name, perhaps outside the workspace.
    if (stats.nlink > 1) throw outside(place.path);
    return stats;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function requireExpected(place: Place, before: Stats | undefined, expectedHash: string): Promise<void> {
  const name = JSON.stringify(place.path);
  const hash = before === undefined ? '' : await hashFile(place);
  if (hash === expectedHash) return;
  if (expectedHash === '') throw new FileError('exists', `${name} already exists.`);
  throw new FileError('changed', `${name} changed since it was read. Read it again, then repeat the change.`);
}

async function writeNew(temporary: string, content: FileSource, before: Stats | undefined) {
  const handle = await fs.open(temporary, OPEN_NEW, before === undefined ? NEW_FILE_MODE : 0o600);
  try {
    const hash = await writeContent(handle, content);
    if (before !== undefined) await handle.chmod(before.mode & PERMISSION_BITS);
    await handle.sync();
    return { stats: await handle.stat(), hash };
  } finally {
    await handle.close();
  }
}

/** Returns the hash of what was written. */
async function writeContent(handle: fs.FileHandle, content: FileSource): Promise<string> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
    await handle.writeFile(bytes);
    return hashBytes(bytes);
  }
  const digest = createHash('sha256');
  for await (const chunk of content) {
    digest.update(chunk);
    await handle.writeFile(chunk);
  }
  return digest.digest('hex');
}

/** Unlike a rename, a hard link fails if the file was just created. */
async function publishNew(temporary: string, place: Place): Promise<void> {
  try {
    await fs.link(temporary, place.at);
  } catch (error) {
    if (errorCode(error) !== 'EPERM' && errorCode(error) !== 'ENOTSUP') throw error;
    // The file system has no hard links, so the previous check must suffice.
    await fs.rename(temporary, place.at);
  }
}

/** Syncs the entries of a folder, such as a rename, where folders can be synced. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await fs.open(folder, constants.O_RDONLY);
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (errorCode(error) === 'ENOSPC' || errorCode(error) === 'EIO') throw error;
  }
}
