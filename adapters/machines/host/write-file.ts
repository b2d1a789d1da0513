// Writes a file whole or not at all: a new file beside the old one, synced, then renamed over it.
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import type { FileStat } from '#core/ports/machine.ts';
import { errnoOf, outside } from './file-failure.ts';
import { factsOf, hashOf, readBytes, refuseSpecial } from './file-facts.ts';
import type { Place } from './workspace-root.ts';

const NEW_FILE_MODE = 0o666;
const PERMISSION_BITS = 0o777;
const OPEN_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/** Writes `bytes` at `place`; see `Machine.write` for `expectedHash`. @throws {FileError} */
export async function writeAtomically(
  place: Place,
  bytes: Uint8Array,
  expectedHash: string | undefined,
): Promise<FileStat & { readonly hash: string }> {
  if (place.name === '') throw new FileError('not-a-file', 'The workspace itself is a folder, not a file.');
  const before = await existing(place);
  await requireExpected(place, before, expectedHash);
  const temporary = path.join(place.folder, `.gatehouse-${randomUUID()}.tmp`);
  try {
    const stats = await writeNew(temporary, bytes, before);
    if (expectedHash === '') await publishNew(temporary, place);
    else await fs.rename(temporary, place.at);
    await syncFolder(place.folder);
    return { ...factsOf(place.path, stats), hash: hashOf(bytes) };
  } finally {
    await fs.rm(temporary, { force: true });
  }
}

async function existing(place: Place): Promise<Stats | undefined> {
  try {
    const stats = await fs.lstat(place.at);
    refuseSpecial(stats, place.path);
    // The same bytes have a second name, perhaps outside the workspace.
    if (stats.nlink > 1) throw outside(place.path);
    return stats;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function requireExpected(
  place: Place,
  before: Stats | undefined,
  expectedHash: string | undefined,
): Promise<void> {
  if (expectedHash === undefined) return;
  if (expectedHash === '') {
    if (before !== undefined) throw new FileError('exists', `${JSON.stringify(place.path)} already exists.`);
    return;
  }
  if (before !== undefined && hashOf((await readBytes(place, before.size)).bytes) === expectedHash) return;
  throw new FileError(
    'changed',
    `${JSON.stringify(place.path)} changed since it was read. Read it again, then repeat the change.`,
  );
}

async function writeNew(temporary: string, bytes: Uint8Array, before: Stats | undefined): Promise<Stats> {
  const handle = await fs.open(temporary, OPEN_NEW, before === undefined ? NEW_FILE_MODE : 0o600);
  try {
    await handle.writeFile(bytes);
    if (before !== undefined) await handle.chmod(before.mode & PERMISSION_BITS);
    await handle.sync();
    return await handle.stat();
  } finally {
    await handle.close();
  }
}

/** A hard link fails when the name was taken meanwhile; a rename would replace it. */
async function publishNew(temporary: string, place: Place): Promise<void> {
  try {
    await fs.link(temporary, place.at);
  } catch (error) {
    if (errnoOf(error) !== 'EPERM' && errnoOf(error) !== 'ENOTSUP') throw error;
    // A file system without hard links: the check just made has to do.
    await fs.rename(temporary, place.at);
  }
}

/** Makes the rename itself survive a power cut. Not every system can sync a folder. */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await fs.open(folder, constants.O_RDONLY);
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (errnoOf(error) === 'ENOSPC' || errnoOf(error) === 'EIO') throw error;
  }
}
