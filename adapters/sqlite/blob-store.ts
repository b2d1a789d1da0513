// Contents outside of the database, and what in the database refers to them.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { BlobStore } from '#core/ports/blob-store.ts';
import type { SessionCommit } from '#core/ports/sessions-store.ts';
import type { BlobFolder } from '../blobs/open-blob-folder.ts';
import {
  collectContents,
  rowWithContents,
  toStoredJson,
  withContents,
  type BlobHashes,
  type ReadBlob,
} from './attachments.ts';
import type { Connection } from './connection.ts';

/** The contents of a database. */
export function openBlobs(connection: Connection, folder: BlobFolder): BlobStore {
  const { put, read } = folder;
  const used = connection.cell<[string, string], number>(`
    SELECT 1 WHERE EXISTS (SELECT 1 FROM attachment_blobs WHERE hash = ?)
      OR EXISTS (SELECT 1 FROM file_versions WHERE hash = ?)`);
  return {
    put,
    read,
    async removeUnused(storedBeforeMs) {
      let count = 0;
      for await (const { hash, storedAtMs } of folder.list())
        if (
          storedAtMs < storedBeforeMs &&
          used(hash, hash) === undefined &&
          (await folder.remove(hash, storedBeforeMs))
        )
          count += 1;
      return count;
    },
  };
}

type Write = (hashes: BlobHashes) => Promise<readonly SessionEvent[]>;

/** Attachments on their way into and out of the database. */
export interface AttachmentBlobs {
  /** Stores the contents of a commit. They are on disk when `write` is called, and are kept if it succeeds. */
  store(change: SessionCommit, write: Write): Promise<readonly SessionEvent[]>;
  /** Resolves when the commits that have stored contents are done. */
  settle(): Promise<void>;
  restore(event: SessionEvent): SessionEvent;
  restoreRow(json: string): string;
  readonly read: ReadBlob;
}

/** The attachments of a database. */
export function openAttachments({ put, readNow }: Pick<BlobFolder, 'put' | 'readNow'>): AttachmentBlobs {
  const running = new Set<Promise<unknown>>();
  /** The events without the contents, so that they don't stay in memory. */
  const reread = (events: readonly SessionEvent[], hashes: BlobHashes) =>
    // The same events.
    events.map((event) => withContents(JSON.parse(toStoredJson(event, hashes)) as SessionEvent, readNow));
  return {
    async store(change, write) {
      const contents = collectContents(change);
      if (contents.size === 0) return write(new Map());
      const work = putAll(contents, put).then(async (hashes) => reread(await write(hashes), hashes));
      running.add(work);
      try {
        return await work;
      } finally {
        running.delete(work);
      }
    },
    settle: async () => void (await Promise.allSettled(running)),
    restore: (event) => withContents(event, readNow),
    restoreRow: (json) => rowWithContents(json, readNow),
    read: readNow,
  };
}

async function putAll(contents: ReadonlyMap<unknown, Uint8Array>, put: BlobStore['put']): Promise<BlobHashes> {
  const hashes = new Map<unknown, string>();
  for (const [attachment, content] of contents) hashes.set(attachment, await put(content));
  return hashes;
}
