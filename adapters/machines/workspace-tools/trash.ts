// Deleted files wait here, outside the workspace, until they are restored or too old.
import { randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { FileError } from '#core/ports/machine.ts';
import { errnoOf, outside } from '../host/file-failure.ts';
import type { WorkspaceRoot } from '../host/workspace-root.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEEP_MS = 30 * 24 * 60 * 60_000;

interface Note {
  readonly workspace: string;
  readonly path: string;
  readonly deletedAtMs: number;
}

/** Moves an entry to the trash. @throws {FileError} */
export function moveToTrash(root: WorkspaceRoot, trashFolder: string, asked: string, now: number): Promise<string> {
  return root.at(asked, { keepLink: true, change: true }, async (place) => {
    if (place.name === '') throw new FileError('denied', "The workspace itself can't be deleted here.");
    await fs.lstat(place.at);
    const id = randomUUID();
    const folder = path.join(trashFolder, id);
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const note: Note = { workspace: root.real, path: place.path, deletedAtMs: now };
    await fs.writeFile(path.join(folder, 'note.json'), JSON.stringify(note), { mode: 0o600 });
    try {
      await moveAcross(place.at, path.join(folder, 'content'));
    } catch (error) {
      await fs.rm(folder, { recursive: true, force: true });
      throw error;
    }
    return id;
  });
}

/** Puts it back where it was. @throws {FileError} `exists` when something else is there now. */
export async function restoreFromTrash(root: WorkspaceRoot, trashFolder: string, id: string): Promise<void> {
  if (!ID.test(id)) throw outside(id);
  const folder = path.join(trashFolder, id);
  const note = await readNote(folder);
  if (note === undefined || note.workspace !== root.real)
    throw new FileError('not-found', "This file can't be restored anymore: the trash was emptied.");
  await root.at(note.path, { keepLink: true, makeFolders: true, change: true }, async (place) => {
    const taken = await fs.lstat(place.at).then(
      () => true,
      (error: unknown) => errnoOf(error) !== 'ENOENT',
    );
    if (taken) throw new FileError('exists', `${JSON.stringify(note.path)} already exists. Move it away first.`);
    await moveAcross(path.join(folder, 'content'), place.at);
  });
  await fs.rm(folder, { recursive: true, force: true });
}

/** Empties what is older than 30 days. */
export async function sweepTrash(trashFolder: string, now: number): Promise<void> {
  const names = await fs.readdir(trashFolder).catch(() => []);
  for (const name of names) {
    if (!ID.test(name)) continue;
    const note = await readNote(path.join(trashFolder, name));
    if (note === undefined || now - note.deletedAtMs > KEEP_MS)
      await fs.rm(path.join(trashFolder, name), { recursive: true, force: true });
  }
}

async function readNote(folder: string): Promise<Note | undefined> {
  try {
    const value: unknown = JSON.parse(await fs.readFile(path.join(folder, 'note.json'), 'utf8'));
    return isNote(value) ? value : undefined;
  } catch {
    // Missing or half written: there is nothing to restore.
    return undefined;
  }
}

function isNote(value: unknown): value is Note {
  return (
    typeof value === 'object' &&
    value !== null &&
    'workspace' in value &&
    'path' in value &&
    typeof value.path === 'string' &&
    'deletedAtMs' in value &&
    typeof value.deletedAtMs === 'number'
  );
}

/** A rename, or a copy when the trash is on another disk. */
async function moveAcross(from: string, to: string): Promise<void> {
  try {
    await fs.rename(from, to);
  } catch (error) {
    if (errnoOf(error) !== 'EXDEV') throw error;
    await fs.cp(from, to, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      errorOnExist: true,
      force: false,
    });
    await fs.rm(from, { recursive: true });
  }
}
