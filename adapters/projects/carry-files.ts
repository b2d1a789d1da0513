// Copies ignored files, such as `.env`, from one folder of a project to another, sharing their blocks where the disk can.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { CarriedFiles } from '#core/ports/project-files.ts';
import { TRASH_FOLDER } from '#core/workspaces/trash.ts';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';

const MAX_ENTRIES = 200_000;
const MAX_FILES = 500;
const MAX_FILE_BYTES = 200 * 1024 * 1024;
/** Never searched. Dependencies are installed by the setup script. */
const LEFT_OUT: ReadonlySet<string> = new Set(['.git', 'node_modules', '.venv', TRASH_FOLDER]);

type Reason = CarriedFiles['skipped'][number]['reason'];

/** Copies the files for which `isCarried` holds. Links are never followed, and existing files stay. */
export async function carryFiles(
  from: string,
  to: string,
  isCarried: (path: string) => boolean,
): Promise<CarriedFiles> {
  const copied: string[] = [];
  const skipped: { path: string; reason: Reason }[] = [];
  const [source, target] = await Promise.all([fs.realpath(from), fs.realpath(to)]);
  for (const name of await findFiles(source, isCarried)) {
    const reason = copied.length >= MAX_FILES ? 'limit' : await copy(source, target, name);
    if (reason === undefined) copied.push(name);
    else skipped.push({ path: name, reason });
  }
  return { copied, skipped };
}

async function findFiles(root: string, isCarried: (path: string) => boolean): Promise<readonly string[]> {
  const found: string[] = [];
  const folders = [''];
  let seen = 0;
  for (let folder = folders.pop(); folder !== undefined && seen < MAX_ENTRIES; folder = folders.pop()) {
    const entries = await fs.readdir(path.join(root, folder), { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      seen += 1;
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !LEFT_OUT.has(entry.name)) folders.push(name);
      else if (entry.isFile() && isCarried(name)) found.push(name);
    }
  }
  return found.toSorted();
}

/** Copies a file; returns why it wasn't. */
async function copy(source: string, target: string, name: string): Promise<Reason | undefined> {
  const handle = await fs
    .open(path.join(source, name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    .catch(() => undefined);
  if (handle === undefined) return 'unreadable';
  try {
    const stat = await handle.stat();
    const isInside = (await fs.realpath(path.join(source, name))) === path.join(source, name);
    if (!stat.isFile() || !isInside) return 'unreadable';
    if (stat.size > MAX_FILE_BYTES) return 'too-large';
    if (!(await makeFolders(target, path.dirname(name)))) return 'exists';
    const file = path.join(target, name);
    if (process.platform === 'linux')
      // The open file itself, whatever is at its path by now.
      await fs.copyFile(`/proc/self/fd/${handle.fd}`, file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
    else await fs.writeFile(file, await handle.readFile(), { flag: 'wx', mode: stat.mode });
    return undefined;
  } catch (error) {
    return errorCode(error) === 'EEXIST' ? 'exists' : 'unreadable';
  } finally {
    await handle.close();
  }
}

/** Creates the folders of a file; false if something else is in the way, such as a link. */
async function makeFolders(root: string, folder: string): Promise<boolean> {
  let at = root;
  for (const part of folder === '.' ? [] : folder.split('/')) {
    at = path.join(at, part);
    const found = await fs.lstat(at).catch(() => undefined);
    if (found === undefined) await fs.mkdir(at);
    else if (!found.isDirectory()) return false;
  }
  return true;
}
