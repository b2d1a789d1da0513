// Empty files and folders in place of control files that don't exist, so that the system can protect them. They exist only while a
// sandbox or container is running, and are noted in a file first, so that those of a killed host are removed too.
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
/** How many sandboxes need each path. Several agents can work in a workspace, each in its own sandbox. */
const needed = new Map<string, number>();

/** Creates placeholders. A path that can't be created, such as on a read-only disk, needs none. */
export async function createPlaceholders(missing: readonly MissingPath[], noteFile: string): Promise<Placeholders> {
  await fs.writeFile(`${noteFile}.new`, JSON.stringify(missing), { mode: OWNER_ONLY });
  await fs.rename(`${noteFile}.new`, noteFile);
  const created = new Map<string, MissingPath>();
  for (const entry of missing) {
    if (!(await create(entry))) continue;
    created.set(entry.path, entry);
    needed.set(entry.path, (needed.get(entry.path) ?? 0) + 1);
  }
  return {
    paths: created,
    remove: async (at) => {
      const entry = created.get(at);
      created.delete(at);
      if (entry === undefined) return;
      needed.delete(at);
      await removeEmpty(entry);
    },
    removeAll: async () => {
      const all = [...created.values()].reverse();
      created.clear();
      for (const entry of all) if (isLastNeed(entry)) await removeEmpty(entry);
      await fs.rm(noteFile, { force: true });
    },
  };
}

/** Whether a path exists only as a placeholder. */
export function isPlaceholder(at: string): boolean {
  return needed.has(at);
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

function isLastNeed({ path: at }: MissingPath): boolean {
  const count = (needed.get(at) ?? 1) - 1;
  if (count > 0) needed.set(at, count);
  else needed.delete(at);
  return count <= 0;
}

function isMissingPath(value: unknown): value is MissingPath {
  if (typeof value !== 'object' || value === null || !('path' in value) || !('missing' in value)) return false;
  return typeof value.path === 'string' && (value.missing === 'file' || value.missing === 'folder');
}

async function create({ path: at, missing }: MissingPath): Promise<boolean> {
  if (needed.has(at)) return true;
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
