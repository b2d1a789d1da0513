// Empty files and folders in place of control files that don't exist, so that the system can protect them. They exist only while a
// sandbox or container is running, and are noted in a file first, so that those of a killed host are removed too.
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './file-failure.ts';

/** A path that doesn't exist. */
export interface MissingPath {
  readonly path: string;
  readonly missing: 'file' | 'folder';
}

/** Placeholders that exist. */
export interface Placeholders {
  readonly paths: Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>;
  /** Removes one, because something real takes its place. */
  remove(path: string): Promise<void>;
  /** Removes those that are still empty. */
  removeAll(): Promise<void>;
}

const OWNER_ONLY = 0o600;
/** Longer than a listing of a folder may take, ms. */
const REMEMBER_MS = 5 * 60_000;
/** How many sandboxes need each path. Several agents can work in a workspace, each in its own sandbox. */
const needed = new Map<string, number>();
/** When placeholders were removed lately: a listing that began before may contain them. */
const removed = new Map<string, number>();
/** Placeholders are created and removed one after another, so that no sandbox starts with one that another is about to remove. */
let queue: Promise<unknown> = Promise.resolve();

/** Creates placeholders. A path that can't be created, such as on a read-only disk, needs none. */
export async function createPlaceholders(missing: readonly MissingPath[], noteFile: string): Promise<Placeholders> {
  await fs.writeFile(`${noteFile}.new`, JSON.stringify(missing), { mode: OWNER_ONLY });
  await fs.rename(`${noteFile}.new`, noteFile);
  const created = new Map<string, MissingPath>();
  await inTurn(async () => {
    for (const entry of missing) if (await need(entry)) created.set(entry.path, entry);
  });
  return {
    paths: created,
    remove: (at) =>
      inTurn(async () => {
        const entry = created.get(at);
        created.delete(at);
        if (entry === undefined) return;
        await removeEmpty(entry);
        needed.delete(at);
      }),
    removeAll: () =>
      inTurn(async () => {
        const all = [...created.values()].reverse();
        created.clear();
        for (const entry of all) await release(entry);
        await fs.rm(noteFile, { force: true });
      }),
  };
}

/** Whether a path exists only as a placeholder, or existed as one until a moment ago. */
export function isPlaceholder(at: string): boolean {
  return needed.has(at) || (removed.has(at) && !existsSync(at));
}

/** Removes the placeholders noted in a file by a host that was killed. */
export async function removeNoted(noteFile: string): Promise<void> {
  const noted = await readNote(noteFile);
  const entries = Array.isArray(noted) ? noted.filter(isMissingPath) : [];
  for (const entry of entries.reverse()) if (!needed.has(entry.path)) await removeEmpty(entry);
  await fs.rm(noteFile, { force: true });
}

/** The content of a note. One that was being written when the host was killed says nothing. */
export async function readNote(noteFile: string): Promise<unknown> {
  try {
    return JSON.parse(await fs.readFile(noteFile, 'utf8'));
  } catch {
    return undefined;
  }
}

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = queue.then(work);
  queue = result.catch(() => undefined);
  return result;
}

/** Creates a placeholder unless another sandbox did. Returns whether there is one. */
async function need(entry: MissingPath): Promise<boolean> {
  const count = needed.get(entry.path) ?? 0;
  // It counts before it exists, so that no listing takes it for a file.
  needed.set(entry.path, count + 1);
  if (count > 0) return true;
  let isCreated = false;
  try {
    isCreated = await create(entry);
  } finally {
    if (!isCreated) needed.delete(entry.path);
  }
  return isCreated;
}

/** Removes a placeholder that no other sandbox needs. */
async function release(entry: MissingPath): Promise<void> {
  const count = needed.get(entry.path);
  // Something real has taken its place.
  if (count === undefined) return;
  if (count > 1) {
    needed.set(entry.path, count - 1);
    return;
  }
  const now = performance.now();
  for (const [at, time] of removed) if (now - time > REMEMBER_MS) removed.delete(at);
  removed.set(entry.path, now);
  try {
    await removeEmpty(entry);
  } finally {
    needed.delete(entry.path);
  }
}

function isMissingPath(value: unknown): value is MissingPath {
  if (typeof value !== 'object' || value === null || !('path' in value) || !('missing' in value)) return false;
  return typeof value.path === 'string' && (value.missing === 'file' || value.missing === 'folder');
}

async function create({ path: at, missing }: MissingPath): Promise<boolean> {
  try {
    if (missing === 'folder') await fs.mkdir(at);
    else await fs.writeFile(at, '', { flag: 'wx' });
    return true;
  } catch (error) {
    if (['EROFS', 'EACCES', 'EPERM', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) return false;
    throw error;
  }
}

/** Never through a link, and never anything with content. */
async function removeEmpty({ path: at, missing }: MissingPath): Promise<void> {
  try {
    const folder = path.dirname(at);
    if ((await fs.realpath(folder)) !== folder) return;
    if (missing === 'folder') return await fs.rmdir(at);
    const stats = await fs.lstat(at);
    if (stats.isFile() && stats.size === 0) await fs.unlink(at);
  } catch (error) {
    // Something else is there now.
    if (!['ENOENT', 'ENOTEMPTY', 'ENOTDIR', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  }
}
