// The file operations of the host's machine, confined to the workspace.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { Dirent } from 'node:fs';
import {
  FileError,
  type FileContent,
  type FilePart,
  type FileStat,
  type ListRange,
  type Machine,
} from '#core/ports/machine.ts';
import { errorCode, outside } from './file-failure.ts';
import { moveEntry } from './move-entry.ts';
import { removeTree } from './open-folder.ts';
import { toFileContent, toFileStat, readBytes, readRange } from './file-content.ts';
import type { Place, WorkspaceRoot } from './workspace-root.ts';
import { writeAtomically } from './write-file.ts';
import { WITHOUT_JOURNAL, type NoteTemporary } from './write-journal.ts';

const LIST_BATCH = 64;

type FileMethods = 'stat' | 'read' | 'readPart' | 'write' | 'list' | 'makeFolder' | 'rename' | 'remove';

/** The file operations within a workspace. */
export function createFileMethods(
  root: WorkspaceRoot,
  note: NoteTemporary = WITHOUT_JOURNAL,
): Pick<Machine, FileMethods> {
  return {
    stat: (path) => statFile(root, path),
    read: (path, limitBytes) => readFile(root, path, limitBytes),
    readPart: (path, start, length) => readPart(root, path, start, length),
    write: (path, content, expectedHash) =>
      root.at(path, { makeFolders: true, change: true }, (place) =>
        writeAtomically(place, content, { expectedHash, workspace: root.real, note }),
      ),
    list: (path, range) => listFolder(root, path, range),
    makeFolder: (path) => makeFolder(root, path),
    rename: (from, to) => renameEntry(root, from, to),
    remove: (path) => removeEntry(root, path),
  };
}

function statFile(root: WorkspaceRoot, asked: string): Promise<FileStat> {
  return root.at(asked, {}, async (place) => toFileStat(place.path, await fs.lstat(place.at)));
}

function readFile(root: WorkspaceRoot, asked: string, limitBytes: number): Promise<FileContent> {
  return root.at(asked, {}, async (place) => {
    if (place.name === '') throw new FileError('not-a-file', 'The workspace itself is a folder, not a file.');
    const { stats, bytes } = await readBytes(place, limitBytes);
    return toFileContent(toFileStat(place.path, stats), bytes);
  });
}

function readPart(root: WorkspaceRoot, asked: string, start: number, length: number): Promise<FilePart> {
  return root.at(asked, {}, async (place) => {
    if (place.name === '') throw new FileError('not-a-file', 'The workspace itself is a folder, not a file.');
    const { stats, bytes } = await readRange(place, start, length);
    return { stat: toFileStat(place.path, stats), bytes };
  });
}

/** Lists folders first, then by name. */
function listFolder(root: WorkspaceRoot, asked: string, range?: ListRange): Promise<readonly FileStat[]> {
  return root.at(asked, {}, async (place) => {
    if (!(await fs.lstat(place.at)).isDirectory())
      throw new FileError('not-a-folder', `${JSON.stringify(asked)} isn't a folder.`);
    const names = range === undefined ? await fs.readdir(place.at) : await listNames(root, place, range);
    const entries: FileStat[] = [];
    for (let start = 0; start < names.length; start += LIST_BATCH) {
      const some = names.slice(start, start + LIST_BATCH);
      const stats = await Promise.all(some.map((name) => statEntry(root, place, name)));
      entries.push(...stats.filter((entry) => entry !== undefined));
    }
    return entries.sort(foldersFirst);
  });
}

/** The names of a range, without the metadata of all the others. */
async function listNames(root: WorkspaceRoot, place: Place, { start, limit }: ListRange): Promise<readonly string[]> {
  const entries = await fs.readdir(place.at, { withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink());
  const targets = await Promise.all(links.map(({ name }) => statEntry(root, place, name)));
  const linkedFolders = new Set(links.filter((_, at) => targets[at]?.kind === 'directory'));
  const isFolder = (entry: Dirent): boolean => entry.isDirectory() || linkedFolders.has(entry);
  const toNames = (some: readonly Dirent[]): readonly string[] => some.map(({ name }) => name).sort();
  const folders = toNames(entries.filter(isFolder));
  const others = toNames(entries.filter((entry) => !isFolder(entry)));
  return [...folders, ...others].slice(start, start + limit);
}

/** Returns an entry, with the kind and size of its target if it is a link within the workspace. Skips a deleted entry. */
async function statEntry(root: WorkspaceRoot, place: Place, name: string): Promise<FileStat | undefined> {
  const relative = place.path === '' ? name : `${place.path}/${name}`;
  try {
    const stats = await fs.lstat(path.join(place.at, name));
    if (!stats.isSymbolicLink()) return toFileStat(relative, stats);
    const target = await statFile(root, relative).catch(() => undefined);
    const kindAndSize = target === undefined ? {} : { kind: target.kind, size: target.size };
    return { ...toFileStat(relative, stats), ...kindAndSize, isLink: true };
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    // The text of a name that isn't valid text names nothing, but the entry exists.
    return name.includes('\ufffd') ? { path: relative, kind: 'other', size: 0, modifiedAtMs: 0 } : undefined;
  }
}

function foldersFirst(a: FileStat, b: FileStat): number {
  if (a.kind !== b.kind && (a.kind === 'directory' || b.kind === 'directory')) return a.kind === 'directory' ? -1 : 1;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

function makeFolder(root: WorkspaceRoot, asked: string): Promise<void> {
  return root.at(asked, { makeFolders: true, change: true }, async (place) => {
    if (place.name === '') return;
    try {
      await fs.mkdir(place.at);
    } catch (error) {
      if (errorCode(error) !== 'EEXIST' || !(await fs.lstat(place.at)).isDirectory()) throw error;
    }
  });
}

function removeEntry(root: WorkspaceRoot, asked: string): Promise<void> {
  return root.at(asked, { keepLink: true, change: true }, (place) => {
    if (place.name === '') throw new FileError('denied', "The workspace itself can't be deleted here.");
    return removeTree(place.at);
  });
}

function renameEntry(root: WorkspaceRoot, from: string, to: string): Promise<void> {
  return root.at(from, { keepLink: true, change: true }, async (source) => {
    if (source.name === '') throw outside(from);
    // Folders of the target are created only for an entry that exists.
    await fs.lstat(source.at);
    await root.at(to, { keepLink: true, makeFolders: true, change: true }, async (target) => {
      if (target.name === '') throw new FileError('exists', "The workspace itself can't be replaced.");
      if (target.path === source.path) return;
      if (target.path.startsWith(`${source.path}/`))
        throw new FileError('exists', "A folder can't be moved into itself.");
      if (await exists(target.at)) throw new FileError('exists', `${JSON.stringify(to)} already exists.`);
      await moveEntry(source, target);
    });
  });
}

async function exists(at: string): Promise<boolean> {
  return fs.lstat(at).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
}
