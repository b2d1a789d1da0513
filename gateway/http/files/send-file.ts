// Sends the content of a file of a workspace.
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { Machine } from '#core/ports/machine.ts';
import { getMediaType } from '../../openclaw/file-record.ts';
import { HttpError, type Exchange } from '../route.ts';
import { parseRange } from './file-range.ts';
import { readParts, toTag } from './read-parts.ts';
import { sendArchive } from './send-archive.ts';
import { toDisposition } from './to-disposition.ts';

/** Types that a browser may show. Everything else is downloaded, so that no file can act as a page of the gateway. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif|bmp)|text\/plain)$/;

/** Sends a file, or a part of it. With `isDownload`, it is saved, and a folder is sent as an archive. @throws {FileError} */
export async function sendFile(exchange: Exchange, machine: Machine, path: string, isDownload: boolean): Promise<void> {
  const { request, response } = exchange;
  const found = isDownload ? await machine.stat(path) : undefined;
  if (found?.kind === 'directory') return sendArchive(exchange, machine, found);
  const { stat } = await machine.readPart(path, 0, 0);
  const tag = toTag(stat);
  const type = getMediaType(stat.path, false);
  response.setHeader('ETag', tag);
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Content-Type', SHOWN.test(type) ? type : 'application/octet-stream');
  response.setHeader('Content-Disposition', toDisposition(stat.path, isDownload || !SHOWN.test(type)));
  if (request.headers['if-none-match'] === tag) return void response.writeHead(304).end();
  const ifRange = request.headers['if-range'];
  const range = ifRange === undefined || ifRange === tag ? parseRange(request.headers.range, stat.size) : undefined;
  if (range === 'none') {
    response.setHeader('Content-Range', `bytes */${stat.size}`);
    throw new HttpError(416, `The range is outside the file, which has ${stat.size} bytes.`);
  }
  const { start, end } = range ?? { start: 0, end: stat.size };
  if (range !== undefined) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${stat.size}`);
  response.writeHead(range === undefined ? 200 : 206, { 'Content-Length': end - start });
  if (request.method === 'HEAD') return void response.end();
  await pipeline(Readable.from(readParts(machine, stat, start, end)), response).catch(() => response.destroy());
}
