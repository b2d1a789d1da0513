// The folders that a command of a line can run in, after each `cd` before it.
import type { FolderChanges } from '../policy/shell/shell-line.ts';
import { findOperandDoubt } from '../policy/profiles/operands.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import { joinPath } from './join-path.ts';

/** Absolute paths in the workspace without links, or why one isn't known. */
export async function resolveFolders(
  machine: Pick<Machine, 'workspace' | 'stat'>,
  cwd: string,
  folders: readonly FolderChanges[],
): Promise<readonly string[] | string> {
  const found: string[] = [];
  for (const changes of folders) {
    let folder = cwd;
    for (const change of changes) {
      const next = await changeFolder(machine, folder, change);
      if (next === undefined) return `the folder "${change}" is not a plain folder in the workspace`;
      folder = next;
    }
    found.push(folder);
  }
  return found.length === 0 ? "its folder isn't known" : found;
}

/** Options of `cd`, the home folder, and links would lead elsewhere. A folder that isn't there yet may be one that is made before. */
async function changeFolder(
  machine: Pick<Machine, 'workspace' | 'stat'>,
  folder: string,
  change: string,
): Promise<string | undefined> {
  const { workspace } = machine;
  if (change.startsWith('-') || findOperandDoubt(change) !== undefined) return undefined;
  const path = joinPath(folder, change);
  if (path !== workspace && !path.startsWith(`${workspace}/`)) return undefined;
  // A path through a link and back isn't what it looks like.
  if (/[^./][^/]*\/+\.\.(\/|$)|^\/.*\/\.\.(\/|$)/.test(change)) return undefined;
  try {
    const stat = await machine.stat(path);
    const real = stat.path === '' || stat.path === '.' ? workspace : `${workspace}/${stat.path}`;
    return stat.kind === 'directory' && real === path ? path : undefined;
  } catch (error) {
    return error instanceof FileError && error.code === 'not-found' ? path : undefined;
  }
}
