// The folder in which a command line would run.
import { FileError, type Machine } from '../ports/machine.ts';
import { joinPath } from './join-path.ts';

/** The folder, with links resolved; undefined if it isn't in the workspace. It may be one that doesn't exist yet. */
export async function findLineFolder(
  machine: Pick<Machine, 'workspace' | 'stat'>,
  asked = '.',
): Promise<string | undefined> {
  const { workspace } = machine;
  const path = joinPath(workspace, asked);
  if (path !== workspace && !path.startsWith(`${workspace}/`)) return undefined;
  try {
    const { kind, path: real } = await machine.stat(path);
    if (kind !== 'directory') return undefined;
    return real === '' || real === '.' ? workspace : `${workspace}/${real}`;
  } catch (error) {
    return error instanceof FileError && error.code === 'not-found' ? path : undefined;
  }
}
