// Lists folders on this machine for choosing a workspace. Names only: no files are read or shown.
import * as fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { MethodResult } from '#contract/methods/registry.ts';
import { FileError } from '#core/ports/machine.ts';
import { errorMessage } from '#contract/wire/errors.ts';

const MAX_FOLDERS = 2000;

/** The folders in `asked` (default: home). @throws {FileError} */
export async function listMachineFolder(asked: string | undefined): Promise<MethodResult<'fs.listDir'>> {
  const home = os.homedir();
  const folder = resolveAsked(asked ?? home, home);
  const entries = await readFolder(folder);
  const parent = path.dirname(folder);
  return { path: folder, ...(parent === folder ? {} : { parent }), home, entries };
}

function resolveAsked(asked: string, home: string): string {
  const expanded = asked === '~' || asked.startsWith('~/') ? path.join(home, asked.slice(1)) : asked;
  if (asked.includes('\0') || !path.isAbsolute(expanded))
    throw new FileError('not-found', 'Enter an absolute path, or one starting with ~.');
  return path.resolve(expanded);
}

async function readFolder(folder: string): Promise<MethodResult<'fs.listDir'>['entries']> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true });
    const folders: string[] = [];
    for (const entry of entries) {
      if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path.join(folder, entry.name)))))
        folders.push(entry.name);
      if (folders.length >= MAX_FOLDERS) break;
    }
    folders.sort((a, b) => a.localeCompare(b, undefined, { sensitivity: 'base', numeric: true }));
    return folders.map((name) => ({
      name,
      path: path.join(folder, name),
      ...(name.startsWith('.') ? { hidden: true } : {}),
    }));
  } catch (error) {
    throw folderError(error, folder);
  }
}

async function isFolder(at: string): Promise<boolean> {
  return fs.stat(at).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}

function folderError(error: unknown, folder: string): FileError {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return new FileError('not-found', `The folder ${folder} does not exist.`);
  if (code === 'ENOTDIR') return new FileError('not-a-folder', `${folder} is a file, not a folder.`);
  if (code === 'EACCES' || code === 'EPERM')
    return new FileError('denied', `You do not have permission to read ${folder}.`);
  return new FileError('io', `${folder} could not be read: ${errorMessage(error)}`);
}
