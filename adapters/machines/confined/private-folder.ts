// The private folders of a workspace's sandbox: its home, its temporary files, and the note about placeholders.
import { createHash } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { SerialQueue } from '#core/serial-queue.ts';
import { removeNoted } from '../workspace-tools/placeholders.ts';

/** Folders of one sandbox. */
export interface PrivateFolder {
  readonly home: string;
  readonly temporary: string;
  /** Path of the proxy's socket. Short, because systems limit its length. */
  readonly socket: string;
  readonly noteFile: string;
  /** Git's list of excluded files, as it is inside. */
  readonly excludeFile: string;
  remove(): Promise<void>;
}

const OWNER_ONLY = 0o700;
const NOTE = 'placeholders.json';
const NAME_CHARS = 16;

/** Folders in use, and the order of what happens to all of them: the cleaning at the start runs while machines are opened. */
const inUse = new Set<string>();
const queue = new SerialQueue();

/** Creates the folders of a sandbox, empty. */
export function createPrivateFolder(dataFolder: string, id: string): Promise<PrivateFolder> {
  return queue.run(() => createFolder(dataFolder, id));
}

/** Removes what the sandboxes of killed hosts left behind. */
export function removeLeftFolders(dataFolder: string): Promise<void> {
  return queue.run(async () => {
    for (const name of await fs.readdir(toRoot(dataFolder)).catch(() => [])) {
      const folder = path.join(toRoot(dataFolder), name);
      if (!inUse.has(folder)) await removeLeft(folder);
    }
  });
}

async function createFolder(dataFolder: string, id: string): Promise<PrivateFolder> {
  const name = createHash('sha256').update(id).digest('hex').slice(0, NAME_CHARS);
  const folder = path.join(toRoot(dataFolder), name);
  inUse.add(folder);
  await removeLeft(folder);
  const within = (child: string): string => path.join(folder, child);
  await fs.mkdir(dataFolder, { recursive: true, mode: OWNER_ONLY });
  for (const at of [toRoot(dataFolder), folder, within('home'), within('tmp')]) await makeOwnFolder(at);
  const remove = async (): Promise<void> => {
    await removeAll(folder);
    inUse.delete(folder);
  };
  const real = await fs.realpath(folder);
  const inReal = (child: string): string => path.join(real, child);
  const files = { noteFile: inReal(NOTE), excludeFile: inReal('exclude'), socket: inReal('proxy') };
  return { home: inReal('home'), temporary: inReal('tmp'), ...files, remove };
}

const toRoot = (dataFolder: string): string => path.join(dataFolder, 'confined');

async function removeLeft(folder: string): Promise<void> {
  await removeNoted(path.join(folder, NOTE));
  await removeAll(folder);
}

/** Programs can have made folders that even their owner may not read. */
async function removeAll(folder: string): Promise<void> {
  try {
    await fs.rm(folder, { recursive: true, force: true });
  } catch {
    await makeReadable(folder);
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function makeReadable(folder: string): Promise<void> {
  await fs.chmod(folder, OWNER_ONLY);
  for (const entry of await fs.readdir(folder, { withFileTypes: true }))
    if (entry.isDirectory()) await makeReadable(path.join(folder, entry.name));
}

async function makeOwnFolder(at: string): Promise<void> {
  await fs.mkdir(at, { mode: OWNER_ONLY }).catch(async (error: unknown) => {
    if (!(await fs.stat(at)).isDirectory()) throw error;
  });
}
