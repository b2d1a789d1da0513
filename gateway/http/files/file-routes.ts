// Files of a session's workspace over HTTP: listing, reading with ranges, writing, and deleting.
import { createHash } from 'node:crypto';
import { MAX_UPLOAD_BYTES } from '#contract/types/files.ts';
import { FileError, type FileStat, type Machine } from '#core/ports/machine.ts';
import { findPath } from '#core/workspaces/find-path.ts';
import { moveToTrash } from '#core/workspaces/trash.ts';
import { makeDownloadTickets } from '../../files/download-tickets.ts';
import { listEntries, MAX_LISTED } from '../../files/list-entries.ts';
import { defineRoute, HttpError, READ_VERBS, sendJson, type Exchange } from '../route.ts';
import { openWorkspace, refuseFile, withFileErrors } from './file-request.ts';
import { readParts, toTag } from './read-parts.ts';
import { sendFile } from './send-file.ts';
import { streamBody } from './stream-body.ts';

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
  handle: withFileErrors((exchange) => sendOwnFile(exchange, false)),
});

/** The same, to be saved; a folder as an archive. */
export const DOWNLOAD_ROUTE = defineRoute({
  paths: ['/files/download/{path*}'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  refuse: refuseFile,
  handle: withFileErrors((exchange) => sendOwnFile(exchange, true)),
});

/** A file for which the app got a ticket, such as one that is dragged out of it. */
export const TICKET_ROUTE = defineRoute({
  paths: ['/download/{ticket}'],
  verbs: ['GET'],
  scope: 'none',
  refuse: refuseFile,
  handle: withFileErrors(async (exchange) => {
    const { core, placeholders } = exchange;
    const file = core.state(makeDownloadTickets).redeem(placeholders['ticket'] ?? '');
    if (file === undefined) throw new HttpError(404, 'This link was used or has expired. Download the file again.');
    const { machine } = await core.services.engine.workspaces.openSession(file.sessionKey);
    await sendFile(exchange, machine, file.path, true);
  }),
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
  const stat = await machine.stat(path);
  if (toTag(stat) !== tag) throw new FileError('changed', `${JSON.stringify(path)} changed since it was read.`);
  // It can change until the new content has arrived, so the file that is replaced must still have this content.
  return hashFile(machine, stat);
}

async function hashFile(machine: Machine, stat: FileStat): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of readParts(machine, stat, 0, stat.size)) hash.update(bytes);
  return hash.digest('hex');
}

async function sendOwnFile(exchange: Exchange, isDownload: boolean): Promise<void> {
  const { machine } = await openWorkspace(exchange);
  const { path } = await findPath(machine, exchange.placeholders['path'] ?? '');
  await sendFile(exchange, machine, path, isDownload);
}
