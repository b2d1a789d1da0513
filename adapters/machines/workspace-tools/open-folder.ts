// Open folders of the workspace. Each is opened within its parent without following links, so a walk can't leave the workspace,
// even if a folder is replaced by a link.
import { constants, type Dirent } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { FileStat, OpenFolder } from '#core/ports/machine.ts';
import { readBytes } from './file-content.ts';
import type { WorkspaceRoot } from './workspace-root.ts';

const OPEN_FOLDER = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** See `Machine.openFolder`. */
export function openFolder(root: WorkspaceRoot, asked: string): Promise<OpenFolder> {
  return root.at(asked, {}, (place) => holdFolder(root, place.at, place.path));
}

async function holdFolder(root: WorkspaceRoot, at: string, relative: string): Promise<OpenFolder> {
  const { folder, close } = await hold(at);
  const below = (name: string): string => (relative === '' ? name : `${relative}/${name}`);
  return {
    list: async () => {
      const entries = await fs.readdir(folder, { withFileTypes: true });
      const open = entries.filter(({ name }) => !root.isClosed(below(name)));
      return open.map((entry) => ({ name: entry.name, kind: entryKind(entry) }));
    },
    read: async (name, limitBytes) => {
      const place = { at: path.join(folder, name), folder, name, path: below(name) };
      return (await readBytes(place, limitBytes)).bytes;
    },
    open: (name) => holdFolder(root, path.join(folder, name), below(name)),
    close,
  };
}

/** Only Linux has paths relative to an open folder. */
async function hold(at: string): Promise<{ readonly folder: string; close(): Promise<void> }> {
  if (process.platform !== 'linux') return { folder: at, close: async () => undefined };
  const handle = await fs.open(at, OPEN_FOLDER);
  return { folder: `/proc/self/fd/${handle.fd}`, close: () => handle.close() };
}

/** Runs `use` with the path of a folder that is held open, so that it can't be replaced by a link meanwhile. */
export async function inFolder<T>(at: string, use: (folder: string) => Promise<T>): Promise<T> {
  const { folder, close } = await hold(at);
  try {
    return await use(folder);
  } finally {
    await close();
  }
}

function entryKind(entry: Dirent): FileStat['kind'] {
  return entry.isDirectory() ? 'directory' : entry.isFile() ? 'file' : 'other';
}

/** Deletes an entry and its content. Links are deleted, not followed. */
export async function removeTree(at: string): Promise<void> {
  if (!(await fs.lstat(at)).isDirectory()) return fs.unlink(at);
  await inFolder(at, async (folder) => {
    for (const name of await fs.readdir(folder)) await removeTree(path.join(folder, name));
  });
  await fs.rmdir(at);
}
