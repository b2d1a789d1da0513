// The file half of the host's machine: every operation goes through the confined root.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import type { FileContent, FileStat } from '#core/ports/machine.ts';
import { errnoOf, fileFailure, outside } from './file-failure.ts';
import { removeTree } from './open-folder.ts';
import { contentOf, factsOf, readBytes } from './file-facts.ts';
import type { WorkspaceRoot } from './workspace-root.ts';
import { writeAtomically } from './write-file.ts';

const LIST_AT_ONCE = 64;

/** See `Machine.stat`. */
export function statFile(root: WorkspaceRoot, asked: string): Promise<FileStat> {
  return root.at(asked, {}, async (place) => factsOf(place.path, await fs.lstat(place.at)));
}

/** See `Machine.read`. */
export function readFile(root: WorkspaceRoot, asked: string, limitBytes: number): Promise<FileContent> {
  return root.at(asked, {}, async (place) => {
    if (place.name === '') throw new FileError('not-a-file', 'The workspace itself is a folder, not a file.');
    const { stats, bytes } = await readBytes(place, limitBytes);
    return contentOf(factsOf(place.path, stats), bytes);
  });
}

/** See `Machine.write`. Folders on the way are made. */
export function writeFile(
  root: WorkspaceRoot,
  asked: string,
  content: string | Uint8Array,
  expectedHash: string | undefined,
): Promise<FileStat & { readonly hash: string }> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return root.at(asked, { makeFolders: true, change: true }, (place) => writeAtomically(place, bytes, expectedHash));
}

/** See `Machine.list`: folders first, then by name. */
export function listFolder(root: WorkspaceRoot, asked: string): Promise<readonly FileStat[]> {
  return root.at(asked, {}, async (place) => {
    const folder = place.at;
    if (!(await fs.lstat(folder)).isDirectory())
      throw new FileError('not-a-folder', `${JSON.stringify(asked)} isn't a folder.`);
    const names = await fs.readdir(folder);
    const entries: FileStat[] = [];
    for (let start = 0; start < names.length; start += LIST_AT_ONCE) {
      const some = names.slice(start, start + LIST_AT_ONCE);
      const facts = await Promise.all(
        some.map((name) => entryFacts(root, folder, place.path === '' ? name : `${place.path}/${name}`, name)),
      );
      entries.push(...facts.filter((entry) => entry !== undefined));
    }
    return entries.sort(foldersFirst);
  });
}

/** Facts of an entry; of what it names, for a link that stays inside. An entry that went away is left out. */
async function entryFacts(
  root: WorkspaceRoot,
  folder: string,
  relative: string,
  name: string,
): Promise<FileStat | undefined> {
  try {
    const stats = await fs.lstat(path.join(folder, name));
    if (!stats.isSymbolicLink()) return factsOf(relative, stats);
    const target = await statFile(root, relative).catch(() => undefined);
    const facts = target === undefined ? {} : { kind: target.kind, size: target.size };
    return { ...factsOf(relative, stats), ...facts, isLink: true };
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function foldersFirst(a: FileStat, b: FileStat): number {
  if (a.kind !== b.kind && (a.kind === 'directory' || b.kind === 'directory')) return a.kind === 'directory' ? -1 : 1;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** See `Machine.makeFolder`. Making one that is there changes nothing. */
export function makeFolder(root: WorkspaceRoot, asked: string): Promise<void> {
  return root.at(asked, { makeFolders: true, change: true }, async (place) => {
    if (place.name === '') return;
    try {
      await fs.mkdir(place.at);
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || !(await fs.lstat(place.at)).isDirectory()) throw error;
    }
  });
}

/** See `Machine.remove`. */
export function removeEntry(root: WorkspaceRoot, asked: string): Promise<void> {
  return root.at(asked, { keepLink: true, change: true }, (place) => {
    if (place.name === '') throw new FileError('denied', "The workspace itself can't be deleted here.");
    return removeTree(place.at);
  });
}

/** See `Machine.rename`. */
export function renameEntry(root: WorkspaceRoot, from: string, to: string): Promise<void> {
  return root.at(from, { keepLink: true, change: true }, async (source) => {
    if (source.name === '') throw outside(from);
    const stats = await fs.lstat(source.at);
    await root.at(to, { keepLink: true, makeFolders: true, change: true }, async (target) => {
      if (target.name === '') throw new FileError('exists', "The workspace itself can't be replaced.");
      if (target.path === source.path) return;
      if (target.path.startsWith(`${source.path}/`))
        throw new FileError('exists', "A folder can't be moved into itself.");
      if (await isThere(target.at)) throw new FileError('exists', `${JSON.stringify(to)} already exists.`);
      // A new name and then removing the old one cannot replace a file that appears meanwhile; folders cannot be linked.
      if (stats.isFile() && stats.nlink === 1) await linkThenUnlink(source.at, target.at);
      else await fs.rename(source.at, target.at);
    });
  });
}

async function linkThenUnlink(from: string, to: string): Promise<void> {
  try {
    await fs.link(from, to);
  } catch (error) {
    if (errnoOf(error) !== 'EPERM' && errnoOf(error) !== 'ENOTSUP') throw fileFailure(error, to);
    return fs.rename(from, to);
  }
  await fs.unlink(from);
}

async function isThere(at: string): Promise<boolean> {
  return fs.lstat(at).then(
    () => true,
    (error: unknown) => {
      if (errnoOf(error) === 'ENOENT') return false;
      throw error;
    },
  );
}
