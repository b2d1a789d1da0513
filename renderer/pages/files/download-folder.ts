// Downloads a folder of a workspace as a compressed archive, which is made here, file by file.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { FileEntry } from '#contract/types/files.ts';
import { tarEnd, tarHeader, tarPadding } from '#contract/types/tar.ts';
import { fileParts, saveBlob } from './download-file.ts';
import { baseName } from './tree.ts';

/** Compressed bytes that are collected before they become a blob, which the browser can keep on disk. */
const PIECE_BYTES = 8 * 1024 * 1024;

interface Folder {
  readonly sessionKey: string;
  readonly path: string;
}

/** Saves the files below a folder, without links. @throws if a file changes meanwhile */
export async function downloadFolder(client: GatewayClient, folder: Folder): Promise<void> {
  const chunks = tarChunks(client, folder)[Symbol.asyncIterator]();
  const tar = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done === true) controller.close();
      else controller.enqueue(new Uint8Array(value));
    },
  });
  const blob = await collect(tar.pipeThrough(new CompressionStream('gzip')).getReader());
  saveBlob(`${baseName(folder.path)}.tar.gz`, blob);
}

async function collect(reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const blobs: Blob[] = [];
  let piece: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const flush = () => {
    blobs.push(new Blob(piece));
    piece = [];
    size = 0;
  };
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    piece.push(read.value);
    size += read.value.length;
    if (size >= PIECE_BYTES) flush();
  }
  flush();
  return new Blob(blobs, { type: 'application/gzip' });
}

async function* tarChunks(client: GatewayClient, folder: Folder): AsyncIterable<Uint8Array> {
  const name = baseName(folder.path);
  for await (const entry of walk(client, folder)) {
    const path = `${name}${entry.path.slice(folder.path.length)}`;
    const { modifiedAtMs } = entry;
    if (entry.kind === 'directory') {
      yield tarHeader({ path, kind: 'directory', size: 0, modifiedAtMs });
      continue;
    }
    let isFirst = true;
    let size = 0;
    for await (const part of fileParts(client, { ...folder, path: entry.path })) {
      if (isFirst) yield tarHeader({ path, kind: 'file', size: part.size, modifiedAtMs: part.modifiedAtMs });
      isFirst = false;
      ({ size } = part);
      yield part.bytes;
    }
    yield tarPadding(size);
  }
  yield tarEnd();
}

async function* walk(client: GatewayClient, folder: Folder): AsyncIterable<FileEntry> {
  for (let start: number | undefined = 0; start !== undefined;) {
    const part: { readonly entries: readonly FileEntry[]; readonly next?: number } = await client.request(
      'files.list',
      {
        ...folder,
        start,
      },
    );
    for (const entry of part.entries) {
      if (entry.isLink === true) continue;
      yield entry;
      if (entry.kind === 'directory') yield* walk(client, { ...folder, path: entry.path });
    }
    start = part.next;
  }
}
