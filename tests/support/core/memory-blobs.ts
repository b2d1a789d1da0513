// Contents in memory, for tests. Attachments stay in the events.
import { hash as digest } from 'node:crypto';
import type { BlobStore } from '#core/ports/blob-store.ts';

/** The contents of the in-memory store. */
export function blobStore(isUsed: (hash: string) => boolean, now: () => number): BlobStore {
  const blobs = new Map<string, { readonly content: Uint8Array; readonly storedAtMs: number }>();
  return {
    async put(content) {
      const hash = digest('sha256', content);
      blobs.set(hash, { content, storedAtMs: now() });
      return hash;
    },
    read: async (hash) => blobs.get(hash)?.content,
    async removeUnused(storedBeforeMs) {
      const unused = [...blobs].filter(([hash, { storedAtMs }]) => storedAtMs < storedBeforeMs && !isUsed(hash));
      for (const [hash] of unused) blobs.delete(hash);
      return unused.length;
    },
  };
}
