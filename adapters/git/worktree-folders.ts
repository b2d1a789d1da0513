// The folders of worktrees on the local disk.
import { hash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import type { WorktreeFolders } from '#core/ports/worktree-folders.ts';
import { errorCode, fileFailure } from '../machines/workspace-tools/file-failure.ts';

const OWNER_ONLY = 0o700;
/** Larger settings and lists aren't read. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Folders of objects that are read at the same time. */
const PARALLEL = 16;

/** The folders below `root`. */
export function openWorktreeFolders(root: string): WorktreeFolders {
  const requireOwn = (at: string): string => {
    const relative = path.relative(root, at);
    if (relative === '' || relative.startsWith('..') || path.isAbsolute(relative))
      throw new FileError('outside-workspace', `${at} isn't a folder of Gatehouse.`);
    return at;
  };
  return {
    root,
    removed: path.join(root, '.removed'),
    create: (folder) => createFolder(requireOwn(folder)),
    identify,
    write: (file, text) => writeFile(requireOwn(file), text),
    read: readSmall,
    list: (folder) => fs.readdir(folder).catch(() => []),
    async move(from, to) {
      await withFailure(to, () => makeParents(requireOwn(to)));
      await withFailure(from, () => fs.rename(requireOwn(from), to));
      await removeEmptyParents(root, from);
    },
    async remove(folder) {
      await removeTree(requireOwn(folder));
      await removeEmptyParents(root, folder);
    },
    measure,
    resolve: (at) => fs.realpath(at).catch(() => at),
    hasLinks,
    hash: (text) => hash('sha256', text),
  };
}

async function createFolder(folder: string): Promise<string> {
  return withFailure(folder, async () => {
    await makeParents(folder);
    await fs.mkdir(folder);
    return String((await fs.lstat(folder, { bigint: true })).ino);
  });
}

async function makeParents(at: string): Promise<void> {
  await fs.mkdir(path.dirname(at), { recursive: true, mode: OWNER_ONLY });
}

async function identify(folder: string): Promise<string | undefined> {
  const stats = await fs.lstat(folder, { bigint: true }).catch(() => undefined);
  return stats?.isDirectory() === true ? String(stats.ino) : undefined;
}

function writeFile(file: string, text: string): Promise<void> {
  return withFailure(file, async () => {
    await fs.mkdir(path.dirname(file), { recursive: true });
    await fs.writeFile(file, text);
  });
}

async function readSmall(asked: string): Promise<string | undefined> {
  const file = asked.startsWith('~/') ? path.join(homedir(), asked.slice(2)) : asked;
  const stats = await fs.lstat(file).catch(() => undefined);
  if (stats?.isFile() !== true || stats.size > MAX_BYTES) return undefined;
  return fs.readFile(file, 'utf8').catch(() => undefined);
}

/** A program that is still running can add files meanwhile. @throws {FileError} `denied` if files belong to another user */
async function removeTree(folder: string): Promise<void> {
  const remove = () => fs.rm(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 100 });
  try {
    await remove().catch(async (error: unknown) => {
      if (!isDenied(error)) throw error;
      // Some programs, such as Go, make folders that even their owner can't change.
      await makeWritable(folder);
      await remove();
    });
  } catch (error) {
    if (isDenied(error)) throw otherOwner(folder);
    throw errorCode(error) === undefined ? error : fileFailure(error, folder);
  }
}

function isDenied(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(errorCode(error) ?? '');
}

function otherOwner(folder: string): FileError {
  return new FileError(
    'denied',
    `${folder} contains files of another user, such as those that a container wrote as root. Delete the folder as an administrator (sudo rm -rf "${folder}"), then retry.`,
  );
}

async function makeWritable(folder: string): Promise<void> {
  await fs.chmod(folder, OWNER_ONLY).catch(() => undefined);
  for (const entry of await fs.readdir(folder, { withFileTypes: true }).catch(() => []))
    if (entry.isDirectory()) await makeWritable(path.join(folder, entry.name));
}

async function removeEmptyParents(root: string, from: string): Promise<void> {
  for (let at = path.dirname(from); at.length > root.length && at.startsWith(root); at = path.dirname(at))
    // One that isn't empty stays.
    if (
      !(await fs.rmdir(at).then(
        () => true,
        () => false,
      ))
    )
      return;
}

async function measure(folder: string, signal: AbortSignal): Promise<number> {
  let bytes = 0;
  const queue = [folder];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    signal.throwIfAborted();
    const base = at;
    const entries = await fs.readdir(base, { withFileTypes: true }).catch(() => []);
    const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => path.join(base, name));
    for (const entry of entries) if (entry.isDirectory()) queue.push(path.join(base, entry.name));
    const sizes = await Promise.all(
      files.map((file) =>
        fs.lstat(file).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    bytes += sizes.reduce((sum, size) => sum + size, 0);
  }
  return bytes;
}

async function hasLinks(folder: string, skipped?: string): Promise<boolean> {
  const queue = [folder];
  const skippedFolder = skipped === undefined ? undefined : path.join(folder, skipped);
  while (queue.length > 0) {
    const folders = queue.splice(0, PARALLEL);
    const lists = await Promise.all(
      folders.map(async (at) => {
        const stats = await fs.lstat(at).catch(() => undefined);
        if (stats?.isSymbolicLink() === true) return undefined;
        const entries = await fs.readdir(at, { withFileTypes: true }).catch(() => []);
        if (entries.some((entry) => entry.isSymbolicLink())) return undefined;
        return entries
          .flatMap((entry) => (entry.isDirectory() ? [path.join(at, entry.name)] : []))
          .filter((inner) => inner !== skippedFolder);
      }),
    );
    if (lists.includes(undefined)) return true;
    queue.push(...lists.flatMap((list) => list ?? []));
  }
  return false;
}

async function withFailure<T>(at: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw errorCode(error) === undefined ? error : fileFailure(error, at);
  }
}
