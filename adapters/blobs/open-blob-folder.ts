// A folder of contents for a running gateway, which doesn't wait for the disk.
import { hash as digest, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { isHash, locateBlob, readBlob } from './blob-files.ts';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;

/** A stored content. */
export interface BlobFacts {
  /** SHA-256, hex. */
  readonly hash: string;
  readonly storedAtMs: number;
}

/** Contents by their hash. */
export interface BlobFolder {
  /** Stores a content and returns its hash. It is on disk when this resolves. */
  put(content: Uint8Array): Promise<string>;
  /** Undefined if it isn't stored, or is damaged. */
  read(hash: string): Promise<Uint8Array | undefined>;
  /** The same, blocking: for contents that are read where they are used, such as attachments. */
  readNow(hash: string): Buffer | undefined;
  /** Removes a content, unless it was stored again since `storedBeforeMs`. Returns whether it did. */
  remove(hash: string, storedBeforeMs: number): Promise<boolean>;
  list(): AsyncIterable<BlobFacts>;
}

/** Opens a folder, which is created with the first content. */
export function openBlobFolder(folder: string): BlobFolder {
  const inTurn = oneAtATime();
  const read = async (hash: string): Promise<Uint8Array | undefined> => {
    if (!isHash(hash)) return undefined;
    const content = await fs.readFile(locateBlob(folder, hash)).catch(() => undefined);
    return content !== undefined && digest('sha256', content) === hash ? content : undefined;
  };
  return {
    put(content) {
      const hash = digest('sha256', content);
      return inTurn(hash, async () => {
        if ((await read(hash)) === undefined) await write(folder, hash, content);
        else await touch(locateBlob(folder, hash));
        return hash;
      });
    },
    read,
    readNow: (hash) => readBlob(folder, hash),
    remove: (hash, storedBeforeMs) =>
      inTurn(hash, async () => {
        const stats = isHash(hash) ? await fs.stat(locateBlob(folder, hash)).catch(() => undefined) : undefined;
        if (stats === undefined || stats.mtimeMs >= storedBeforeMs) return false;
        await fs.rm(locateBlob(folder, hash), { force: true });
        return true;
      }),
    list: () => listBlobs(folder),
  };
}

/** Runs the steps on one content one after the other, so that none is removed while it is stored again. */
function oneAtATime() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(hash: string, step: () => Promise<T>): Promise<T> => {
    const before = last.get(hash);
    const mine = before === undefined ? step() : before.then(step, step);
    last.set(hash, mine);
    try {
      return await mine;
    } finally {
      if (last.get(hash) === mine) last.delete(hash);
    }
  };
}

/** Marks a content as used now, so that it isn't removed before something refers to it. */
async function touch(target: string): Promise<void> {
  const now = new Date();
  await fs.utimes(target, now, now);
}

/** A kill leaves a draft, which `listBlobs` removes. */
async function write(folder: string, hash: string, content: Uint8Array): Promise<void> {
  const target = locateBlob(folder, hash);
  const group = path.dirname(target);
  const isNew = (await fs.mkdir(group, { recursive: true, mode: OWNER_ONLY_FOLDER })) !== undefined;
  const draft = `${target}.${randomUUID()}.new`;
  try {
    await writeSynced(draft, content);
    await fs.rename(draft, target);
    for (const changed of isNew ? [group, folder, path.dirname(folder)] : [group]) await syncFolder(changed);
  } finally {
    await fs.rm(draft, { force: true });
  }
}

async function writeSynced(file: string, content: Uint8Array): Promise<void> {
  const handle = await fs.open(file, 'wx', OWNER_ONLY);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Windows can't open folders; its file system uses a journal. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Drafts older than this belong to a killed process. */
const DRAFT_MS = 60 * 60_000;

async function* listBlobs(folder: string): AsyncIterable<BlobFacts> {
  for (const group of await fs.readdir(folder).catch((): string[] => [])) {
    for (const name of await fs.readdir(path.join(folder, group)).catch((): string[] => [])) {
      const at = path.join(folder, group, name);
      const stats = await fs.stat(at).catch(() => undefined);
      if (stats === undefined) continue;
      if (isHash(name)) yield { hash: name, storedAtMs: stats.mtimeMs };
      else if (Date.now() - stats.mtimeMs > DRAFT_MS) await fs.rm(at, { force: true });
    }
  }
}
