// A folder as a compressed archive, which is sent while it is made, so that its size doesn't matter.
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { tarEnd, tarHeader, tarPadding } from '#contract/types/tar.ts';
import type { FileStat, Machine } from '#core/ports/machine.ts';
import { isShown, MAX_LISTED } from '../../files/list-entries.ts';
import { getFileName } from '../../openclaw/file-record.ts';
import type { Exchange } from '../route.ts';
import { readParts } from './read-parts.ts';
import { toDisposition } from './to-disposition.ts';

/** Sends all files below a folder, without links, Git's data, and the trash. The response breaks if one of them changes meanwhile. */
export async function sendArchive({ request, response }: Exchange, machine: Machine, folder: FileStat): Promise<void> {
  const name = getFileName(folder.path) || 'workspace';
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', 'application/gzip');
  response.setHeader('Content-Disposition', toDisposition(`${name}.tar.gz`, true));
  response.writeHead(200);
  if (request.method === 'HEAD') return void response.end();
  const chunks = Readable.from(tarChunks(machine, folder.path, name));
  await pipeline(chunks, createGzip(), response).catch(() => response.destroy());
}

async function* tarChunks(machine: Machine, folder: string, name: string): AsyncIterable<Uint8Array> {
  for await (const entry of walk(machine, folder)) {
    const { kind, modifiedAtMs } = entry;
    if (kind === 'other') continue;
    const path = `${name}/${folder === '.' || folder === '' ? entry.path : entry.path.slice(folder.length + 1)}`;
    if (kind === 'directory') yield tarHeader({ path, kind, size: 0, modifiedAtMs });
    else yield* fileChunks(machine, entry, path);
  }
  yield tarEnd();
}

/** The size in a listing can be old, so it is read with the content. */
async function* fileChunks(machine: Machine, { path: from }: FileStat, path: string): AsyncIterable<Uint8Array> {
  const { stat } = await machine.readPart(from, 0, 0);
  yield tarHeader({ path, kind: 'file', size: stat.size, modifiedAtMs: stat.modifiedAtMs });
  yield* readParts(machine, stat, 0, stat.size);
  yield tarPadding(stat.size);
}

async function* walk(machine: Machine, folder: string): AsyncIterable<FileStat> {
  for (let start = 0; ; start += MAX_LISTED) {
    const entries = await machine.list(folder, { start, limit: MAX_LISTED });
    for (const entry of entries) {
      if (!isShown(entry) || entry.isLink === true) continue;
      yield entry;
      if (entry.kind === 'directory') yield* walk(machine, entry.path);
    }
    if (entries.length < MAX_LISTED) return;
  }
}
