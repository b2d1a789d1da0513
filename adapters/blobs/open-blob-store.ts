// Contents as files named by their hash, in folders by its first two digits. Only the owner can read them.
import { hash as digest, randomUUID } from 'node:crypto';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import type { BlobFacts, BlobStore } from '#core/ports/blob-store.ts';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;
const HASH = /^[0-9a-f]{64}$/;

/** Opens the folder, which is created with the first content. */
export function openBlobStore(folder: string): BlobStore {
  const locate = (hash: string): string => path.join(folder, hash.slice(0, 2), hash);
  return {
    async put(content) {
      const hash = digest('sha256', content);
      const target = locate(hash);
      if (await touch(target)) return hash;
      await fs.mkdir(path.dirname(target), { recursive: true, mode: OWNER_ONLY_FOLDER });
      await writeWhole(target, content);
      return hash;
    },
    async read(hash) {
      if (!HASH.test(hash)) return undefined;
      const content = await fs.readFile(locate(hash)).catch(() => undefined);
      return content !== undefined && digest('sha256', content) === hash ? content : undefined;
    },
    async remove(hash) {
      if (HASH.test(hash)) await fs.rm(locate(hash), { force: true });
    },
    list: () => listBlobs(folder),
  };
}

/** Marks a stored content as used now, so that it isn't removed before something refers to it. */
async function touch(target: string): Promise<boolean> {
  const now = new Date();
  return fs.utimes(target, now, now).then(
    () => true,
    () => false,
  );
}

/** A kill leaves a draft, which `listBlobs` removes. */
async function writeWhole(target: string, content: Uint8Array): Promise<void> {
  const draft = `${target}.${randomUUID()}.new`;
  try {
    const file = await fs.open(draft, 'wx', OWNER_ONLY);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await fs.rename(draft, target);
  } finally {
    await fs.rm(draft, { force: true });
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
      if (HASH.test(name)) yield { hash: name, size: stats.size, storedAtMs: stats.mtimeMs };
      else if (Date.now() - stats.mtimeMs > DRAFT_MS) await fs.rm(at, { force: true });
    }
  }
}
