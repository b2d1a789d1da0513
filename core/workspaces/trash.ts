// The trash: deleted files are kept in a folder of their workspace until they are restored or too old.
import type { Clock, Ids } from '../ports/clock.ts';
import { FileError, type Machine } from '../ports/machine.ts';

/** The folder of deleted files. Searches, listings, and git skip it. */
export const TRASH_FOLDER = '.gatehouse-trash';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const KEEP_MS = 30 * 24 * 60 * 60_000;
const MAX_NOTE_BYTES = 64 * 1024;

/** Moves a file or folder to the trash; returns the ID for {@link restoreFromTrash}. @throws {FileError} */
export async function moveToTrash(machine: Machine, path: string, ids: Ids): Promise<string> {
  const id = ids.next();
  const folder = getFolder(id);
  await hideFromGit(machine);
  // The note is written first, so that a moved file can always be restored.
  await machine.write(`${folder}/note.json`, JSON.stringify({ path }), '');
  try {
    await machine.rename(path, `${folder}/content`);
  } catch (error) {
    // Content is there if it was copied from another file system and the original couldn't be deleted completely.
    const entries = await machine.list(folder);
    if (!entries.some((entry) => entry.path === `${folder}/content`)) await machine.remove(folder);
    throw error;
  }
  return id;
}

/** Moves it back to where it was. @throws {FileError} `exists` when something else is there now */
export async function restoreFromTrash(machine: Machine, id: string): Promise<void> {
  if (!ID.test(id)) throw new FileError('outside-workspace', `${JSON.stringify(id)} isn't the ID of a deleted file.`);
  const folder = getFolder(id);
  const path = await notedPath(machine, folder);
  if (path === undefined)
    throw new FileError('not-found', "This file can't be restored anymore: the trash was emptied.");
  await machine.rename(`${folder}/content`, path);
  await machine.remove(folder);
}

/** Permanently deletes files that have been in the trash for 30 days. */
export async function sweepTrash(machine: Machine, clock: Pick<Clock, 'now'>): Promise<void> {
  const entries = await machine.list(TRASH_FOLDER).catch(() => []);
  for (const { path, kind, modifiedAtMs } of entries)
    if (kind === 'directory' && isTrashed(path) && clock.now() - modifiedAtMs > KEEP_MS) await machine.remove(path);
}

/** A link in place of the trash lists the entries of another folder, under their real paths. */
function isTrashed(path: string): boolean {
  const id = path.slice(TRASH_FOLDER.length + 1);
  return ID.test(id) && path === getFolder(id);
}

function getFolder(id: string): string {
  return `${TRASH_FOLDER}/${id}`;
}

async function hideFromGit(machine: Machine): Promise<void> {
  await machine.write(`${TRASH_FOLDER}/.gitignore`, '*\n', '').catch((error: unknown) => {
    if (!(error instanceof FileError) || error.code !== 'exists') throw error;
  });
}

/** Undefined if the note is missing or was changed into something else. */
async function notedPath(machine: Machine, folder: string): Promise<string | undefined> {
  try {
    const note: unknown = JSON.parse((await machine.read(`${folder}/note.json`, MAX_NOTE_BYTES)).text ?? '');
    return typeof note === 'object' && note !== null && 'path' in note && typeof note.path === 'string'
      ? note.path
      : undefined;
  } catch {
    return undefined;
  }
}
