// Placeholders would be untracked files to Git for as long as a container runs. The repository's own list of excluded files, which
// is never committed, names them until then.
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from '../workspace-tools/file-failure.ts';
import { inFolder } from '../workspace-tools/open-folder.ts';

const START = '# Added by Gatehouse while a container uses this folder';
const END = '# End of lines added by Gatehouse';
const LIST = 'exclude';
const NEW_LIST = 'exclude.gatehouse';
/** A longer list isn't one that a person keeps. */
const MAX_BYTES = 1024 * 1024;
const UNCHANGEABLE: ReadonlySet<string | undefined> = new Set(
  'ENOENT ENOTDIR ELOOP EROFS EACCES EPERM EISDIR EEXIST ENOTEMPTY'.split(' '),
);
const READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Adds entries of the workspace's top folder. Without a repository, there is nothing to do. */
export function hideFromGit(workspace: string, names: readonly string[]): Promise<void> {
  const block = [START, ...names.map((name) => `/${name}`), END, ''].join('\n');
  return changeList(workspace, (text) => {
    const rest = withoutBlock(text);
    return `${rest}${rest === '' || rest.endsWith('\n') ? '' : '\n'}${block}`;
  });
}

/** Removes what `hideFromGit` added. */
export function showToGit(workspace: string): Promise<void> {
  return changeList(workspace, withoutBlock);
}

function withoutBlock(text: string): string {
  const start = text.indexOf(`${START}\n`);
  const end = text.indexOf(`${END}\n`, start);
  return start < 0 || end < 0 ? text : text.slice(0, start) + text.slice(end + END.length + 1);
}

/** Programs in a container can replace the list and its folder by links, so neither is followed. */
async function changeList(workspace: string, change: (text: string) => string): Promise<void> {
  const info = path.join(workspace, '.git', 'info');
  try {
    if ((await fs.realpath(info)) !== info) return;
    await inFolder(info, async (folder) => {
      const text = await readList(path.join(folder, LIST));
      if (text === undefined) return;
      const changed = change(text);
      if (changed === text) return;
      // Programs in a container can have put a folder there.
      await fs.rm(path.join(folder, NEW_LIST), { recursive: true, force: true });
      await fs.writeFile(path.join(folder, NEW_LIST), changed, { flag: 'wx' });
      await fs.rename(path.join(folder, NEW_LIST), path.join(folder, LIST));
    });
  } catch (error) {
    // No repository, or one that can't be changed.
    if (!UNCHANGEABLE.has(errorCode(error))) throw error;
  }
}

async function readList(at: string): Promise<string | undefined> {
  const handle = await fs.open(at, READ);
  try {
    const stats = await handle.stat();
    return stats.isFile() && stats.size <= MAX_BYTES ? await handle.readFile('utf8') : undefined;
  } finally {
    await handle.close();
  }
}
