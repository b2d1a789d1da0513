// Workspaces on this machine: existing folders with absolute paths that don't belong to Gatehouse.
import * as fs from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, parse, resolve, sep } from 'node:path';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import { errorCode, fileFailure } from '../workspace-tools/file-failure.ts';
import type { FolderIdentity, FolderListing, WorkspaceFolders } from '#core/ports/workspace-folders.ts';

const MAX_FOLDERS = 2000;

/** The folders of this machine. In `gatehouseHome`, only its workspaces folder can contain workspaces. */
export function openWorkspaceFolders(gatehouseHome: string): WorkspaceFolders {
  return {
    suggested: join(homedir(), 'Gatehouse'),
    require: (asked, create = false) => requireWorkspace(asked, gatehouseHome, create),
    async isWithin(path, folders) {
      const real = await Promise.all(folders.map((folder) => fs.realpath(folder).catch(() => folder)));
      return real.some((folder) => path === folder || path.startsWith(folder + sep));
    },
    identify: (folder) => identify(folder).catch(() => undefined),
    list: listFolders,
  };
}

async function identify(folder: string): Promise<FolderIdentity> {
  const [own, real, target] = await Promise.all([
    fs.lstat(folder),
    fs.realpath(folder),
    fs.stat(folder, { bigint: true }),
  ]);
  return { real, inode: String(target.ino), isLink: own.isSymbolicLink() };
}

async function requireWorkspace(asked: string, gatehouseHome: string, create: boolean): Promise<string> {
  const path = expandHome(asked);
  if (!isAbsolute(path))
    throw invalidRequest(`${asked} isn't an absolute path.`, 'WORKSPACE_PATH', 'Enter an absolute path.');
  if (create) await makeFolder(path);
  const facts = await fs.stat(path).catch(() => undefined);
  if (facts === undefined)
    throw invalidRequest(
      `The folder ${path} doesn't exist.`,
      'WORKSPACE_MISSING',
      'Create it, or choose another folder.',
    );
  if (!facts.isDirectory())
    throw invalidRequest(`${path} isn't a folder.`, 'WORKSPACE_NOT_A_FOLDER', 'Choose a folder.');
  const real = await fs.realpath(path);
  const home = await fs.realpath(gatehouseHome).catch(() => gatehouseHome);
  if (!isUsable(real, home))
    throw invalidRequest(`${path} can't be used as a workspace.`, 'WORKSPACE_REFUSED', 'Choose a project folder.');
  return real;
}

/** Rejects the root and our own home except its folders of workspaces and worktrees. A folder that contains our home is allowed. */
function isUsable(real: string, home: string): boolean {
  if (real === parse(real).root || real === home) return false;
  const own = ['workspaces', 'worktrees'].map((name) => join(home, name) + sep);
  return !real.startsWith(home + sep) || own.some((folder) => real.startsWith(folder));
}

async function makeFolder(path: string): Promise<void> {
  try {
    // Not `recursive`: Node then retries forever in /proc and similar file systems.
    for (const folder of await missingFolders(path)) await fs.mkdir(folder);
  } catch (error) {
    throw invalidRequest(
      `Couldn't create the folder ${path}: ${describeCreateFailure(error)}`,
      'WORKSPACE_CREATE',
      'Choose a location that you can write to.',
    );
  }
}

/** The folders of a path that don't exist yet, or can't be read, outermost first. */
async function missingFolders(path: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let at = resolve(path); !(await exists(at)); at = dirname(at)) missing.unshift(at);
  return missing;
}

function exists(path: string): Promise<boolean> {
  return fs.stat(path).then(
    () => true,
    () => false,
  );
}

/** The system reports a folder that takes no new entries, such as one in /proc, as missing. */
function describeCreateFailure(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return "its parent folder doesn't allow new folders.";
  if (code === 'ENOTDIR') return "part of the path isn't a folder.";
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied.';
  if (code === 'EROFS') return 'the disk is read-only.';
  return errorMessage(error);
}

async function listFolders(asked = homedir()): Promise<FolderListing> {
  const expanded = expandHome(asked);
  if (asked.includes('\0') || !isAbsolute(expanded))
    throw new FileError('not-found', 'Enter an absolute path, or one starting with ~.');
  const path = resolve(expanded);
  const parent = dirname(path);
  return { path, ...(parent === path ? {} : { parent }), home: homedir(), entries: await readFolders(path) };
}

async function readFolders(folder: string): Promise<FolderListing['entries']> {
  try {
    const names: string[] = [];
    for (const entry of await fs.readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(join(folder, entry.name)))))
        names.push(entry.name);
      if (names.length >= MAX_FOLDERS) break;
    }
    names.sort((a, b) => a.localeCompare(b, undefined, { sensitivity: 'base', numeric: true }));
    return names.map((name) => ({ name, path: join(folder, name), ...(name.startsWith('.') ? { hidden: true } : {}) }));
  } catch (error) {
    throw fileFailure(error, folder);
  }
}

function isFolder(path: string): Promise<boolean> {
  return fs.stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function expandHome(asked: string): string {
  return asked === '~' || asked.startsWith('~/') ? join(homedir(), asked.slice(1)) : asked;
}
