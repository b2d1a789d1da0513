// Moves an entry within the workspace: by renaming it, or to another file system by copying it and deleting the original.
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import { copyTree } from './copy-tree.ts';
import { errorCode, fileFailure } from './file-failure.ts';
import { removeTree } from './open-folder.ts';
import type { Place } from './workspace-root.ts';
import { syncFolder } from './write-file.ts';

/** Moves `source` to `target`, which must not exist. @throws {FileError} */
export async function moveEntry(source: Place, target: Place): Promise<void> {
  try {
    await rename(source.at, target);
  } catch (error) {
    // A folder can be mounted inside the workspace. In a container, even a folder's own file system may refuse to rename it.
    if (errorCode(error) !== 'EXDEV') throw error;
    await moveByCopy(source, target);
  }
}

/** Unlike a rename, a link can't replace a file that was just created. Folders can't be linked. */
async function rename(from: string, target: Place): Promise<void> {
  const stats = await fs.lstat(from);
  if (!stats.isFile() || stats.nlink > 1) return fs.rename(from, target.at);
  try {
    await fs.link(from, target.at);
  } catch (error) {
    if (errorCode(error) === 'EXDEV') throw error;
    if (errorCode(error) !== 'EPERM' && errorCode(error) !== 'ENOTSUP') throw fileFailure(error, target.path);
    return fs.rename(from, target.at);
  }
  await fs.unlink(from);
}

/** The original is deleted only after the copy is complete, so a failure leaves one of them complete. */
async function moveByCopy(source: Place, target: Place): Promise<void> {
  const copy = temporaryName(target);
  try {
    await copyTree(source.at, copy);
    await rename(copy, target);
    await syncFolder(target.folder);
  } catch (error) {
    await removeIfThere(copy);
    throw error;
  }
  const original = await hide(source).catch(async (error: unknown) => {
    await removeTree(target.at);
    throw error;
  });
  try {
    await removeTree(original);
  } catch (error) {
    const [name, place, rest] = [source.path, target.path, path.basename(original)].map((part) => JSON.stringify(part));
    const message = `${name} was copied to ${place}, but couldn't be deleted completely. What is left is named ${rest}.`;
    throw new FileError('io', `${message} (${fileFailure(error, source.path).message})`);
  }
}

/** The original disappears at once, or not at all if it can't be moved, such as a mounted folder. Returns where it is now. */
async function hide(source: Place): Promise<string> {
  const hidden = temporaryName(source);
  try {
    await fs.rename(source.at, hidden);
    return hidden;
  } catch (error) {
    if (errorCode(error) === 'EXDEV') return source.at;
    throw error;
  }
}

function temporaryName({ folder }: Place): string {
  return path.join(folder, `.gatehouse-${randomUUID()}.tmp`);
}

async function removeIfThere(at: string): Promise<void> {
  await removeTree(at).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
}
