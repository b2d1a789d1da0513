// Copies a file, a link, or a folder with its content, without following links. The copy is on disk when it returns.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { openRegularFile } from './file-content.ts';
import { inFolder } from './open-folder.ts';
import { PERMISSION_BITS, syncFolder } from './write-file.ts';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY_FILE = 0o600;
const OPEN_NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/** Copies the entry at `from` to `to`, which must not exist. @throws {FileError} for devices, pipes, and sockets */
export async function copyTree(from: string, to: string): Promise<void> {
  const stats = await fs.lstat(from);
  if (stats.isSymbolicLink()) return fs.symlink(await fs.readlink(from), to);
  return stats.isDirectory() ? copyFolder(from, to) : copyFile(from, to);
}

async function copyFolder(from: string, to: string): Promise<void> {
  await fs.mkdir(to, OWNER_ONLY_FOLDER);
  await inFolder(from, (source) => inFolder(to, (target) => copyContent(source, target)));
}

async function copyContent(source: string, target: string): Promise<void> {
  for (const name of await fs.readdir(source)) await copyTree(path.join(source, name), path.join(target, name));
  const { mode, atime, mtime } = await fs.stat(source);
  await syncFolder(target);
  await fs.utimes(target, atime, mtime);
  await fs.chmod(target, mode & PERMISSION_BITS);
}

async function copyFile(from: string, to: string): Promise<void> {
  const { handle: source, stats } = await openRegularFile(from, path.basename(from));
  try {
    const target = await fs.open(to, OPEN_NEW, OWNER_ONLY_FILE);
    try {
      await target.writeFile(source.createReadStream({ autoClose: false }));
      await target.chmod(stats.mode & PERMISSION_BITS);
      await target.utimes(stats.atime, stats.mtime);
      await target.sync();
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}
