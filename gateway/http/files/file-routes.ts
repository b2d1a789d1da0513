// Files of a session's workspace over HTTP: listing, reading with ranges, writing, and deleting.
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { MAX_UPLOAD_BYTES } from '#contract/types/files.ts';
import { FileError, type Machine } from '#core/ports/machine.ts';
import { findPath } from '#core/workspaces/find-path.ts';
import { moveToTrash } from '#core/workspaces/trash.ts';
import { getMediaType } from '../../openclaw/file-record.ts';
import { listEntries, MAX_LISTED } from '../../files/list-entries.ts';
import { defineRoute, HttpError, READ_VERBS, sendJson, type Exchange } from '../route.ts';
import { parseRange } from './file-range.ts';
import { openWorkspace, refuseFile, withFileErrors } from './file-request.ts';
import { readParts, toTag } from './read-parts.ts';
import { sendArchive } from './send-archive.ts';
import { streamBody } from './stream-body.ts';
import { toDisposition } from './to-disposition.ts';

/** Types that a browser may show. Everything else is downloaded, so that no file can act as a page of the gateway. */
const SHOWN = /^(image\/(png|jpeg|gif|webp|avif|bmp)|text\/plain)$/;

/** Entries of a folder. */
export const FILE_TREE_ROUTE = defineRoute({
  paths: ['/files/tree'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  refuse: refuseFile,
  handle: withFileErrors(async (exchange) => {
    const { query } = exchange;
    const { machine, key } = await openWorkspace(exchange);
    const path = query.get('path') ?? '';
    const start = readCount(query.get('start'), 0);
    const limit = Math.min(readCount(query.get('limit'), MAX_LISTED), MAX_LISTED);
    sendJson(exchange, 200, await listEntries({ key, machine }, { path, start, limit }));
  }),
});

/** The content of a file. */
export const FILE_ROUTE = defineRoute({
  paths: ['/files/{path*}'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  refuse: refuseFile,
  handle: withFileErrors((exchange) => sendFile(exchange, false)),
});

/** The same, to be saved; a folder as an archive. */
export const DOWNLOAD_ROUTE = defineRoute({
  paths: ['/files/download/{path*}'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  refuse: refuseFile,
  handle: withFileErrors((exchange) => sendFile(exchange, true)),
});

/** Writes a file. `If-None-Match: *` only creates it; `If-Match` with an ETag only replaces that version. */
export const WRITE_FILE_ROUTE = defineRoute({
  paths: ['/files/{path*}'],
  verbs: ['PUT'],
  scope: 'operator.admin',
  refuse: refuseFile,
  handle: withFileErrors(async (exchange) => {
    const { machine, key } = await openWorkspace(exchange);
    const path = exchange.placeholders['path'] ?? '';
    const expectedHash = await readPrecondition(exchange, machine, path);
    const { path: found } = await findPath(machine, path);
    const body = streamBody(exchange.request, MAX_UPLOAD_BYTES);
    const author = { by: exchange.caller.principal, sessionKey: key };
    const recorded = exchange.core.services.versions.record(machine, author);
    const { hash, ...stat } = await recorded.write(found, body, expectedHash);
    const { size, modifiedAtMs } = stat;
    exchange.response.setHeader('ETag', toTag(stat));
    sendJson(exchange, 200, { ok: true, file: { path: stat.path, size, modifiedAtMs, hash } });
  }),
});

/** Moves a file or folder to the trash. */
export const DELETE_FILE_ROUTE = defineRoute({
  paths: ['/files/{path*}'],
  verbs: ['DELETE'],
  scope: 'operator.admin',
  refuse: refuseFile,
  handle: withFileErrors(async (exchange) => {
    const { machine } = await openWorkspace(exchange);
    const trashId = await moveToTrash(machine, exchange.placeholders['path'] ?? '', exchange.core.services.ids);
    sendJson(exchange, 200, { ok: true, trashId });
  }),
});

function readCount(text: string | null, fallback: number): number {
  if (text === null) return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new HttpError(400, `${JSON.stringify(text)} isn't a number.`);
  return Number(text);
}

/** The hash that the file must have. @throws {FileError} `changed` */
async function readPrecondition({ request }: Exchange, machine: Machine, path: string): Promise<string | undefined> {
  if (request.headers['if-none-match']?.trim() === '*') return '';
  const tag = request.headers['if-match']?.trim();
  if (tag === undefined || tag === '*') return undefined;
  const hash = /^"([0-9a-f]{64})"$/.exec(tag)?.[1];
  if (hash !== undefined) return hash;
  if (toTag(await machine.stat(path)) !== tag)
    throw new FileError('changed', `${JSON.stringify(path)} changed since it was read.`);
  return undefined;
}

async function sendFile(exchange: Exchange, isDownload: boolean): Promise<void> {
  const { request, response, placeholders } = exchange;
  const { machine } = await openWorkspace(exchange);
  const { path } = await findPath(machine, placeholders['path'] ?? '');
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
