// Uploads over HTTP in parts that can be resumed: POST starts, PATCH adds a part, HEAD tells how much has arrived, DELETE cancels.
import { defined } from '#contract/types/defined.ts';
import { MAX_PART_BYTES } from '#contract/types/files.ts';
import { UPLOAD_METHODS } from '#contract/methods/uploads.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import { checkParams } from '../../server/dispatch/params-check.ts';
import { readJsonObject } from '../request-body.ts';
import { defineRoute, HttpError, sendJson, type Exchange } from '../route.ts';
import { refuseFile, withFileErrors } from './file-request.ts';
import { streamBody } from './stream-body.ts';

const MAX_REQUEST_BYTES = 64 * 1024;
/** Bytes that are collected before they are written. */
const WRITE_BYTES = 1024 * 1024;
const MAX_REQUEST_PARTS_BYTES = 256 * MAX_PART_BYTES;

/** Starts an upload; the body has the parameters of `files.upload.start`. */
export const UPLOAD_ROUTE = defineRoute({
  paths: ['/files/upload'],
  verbs: ['POST'],
  scope: 'operator.admin',
  refuse: refuseFile,
  handle: withFileErrors(async (exchange) => {
    const body = await readJsonObject(exchange.request, MAX_REQUEST_BYTES);
    const schema = UPLOAD_METHODS['files.upload.start'].params;
    const problem = await checkParams(schema, body);
    if (problem !== undefined) throw new HttpError(400, `Invalid request: ${problem}`);
    // Checked above.
    const { conflict = 'fail', ...request } = body as unknown as MethodParams<'files.upload.start'>;
    const state = await exchange.core.services.uploads.start({ ...request, conflict }, exchange.caller.principal);
    exchange.response.setHeader('Location', `/files/upload/${state.uploadId}`);
    sendJson(exchange, 201, { ok: true, ...state });
  }),
});

/** One upload. The part that completes it also writes the file to the workspace. */
export const UPLOAD_PART_ROUTE = defineRoute({
  paths: ['/files/upload/{id}'],
  verbs: ['PATCH', 'HEAD', 'DELETE'],
  scope: 'operator.admin',
  refuse: refuseFile,
  handle: withFileErrors((exchange) => {
    switch (exchange.request.method) {
      case 'HEAD':
        return sendState(exchange);
      case 'DELETE':
        return cancel(exchange);
      default:
        return append(exchange);
    }
  }),
});

async function sendState(exchange: Exchange): Promise<void> {
  const { uploads } = exchange.core.services;
  const { offset, size } = await uploads.get(exchange.placeholders['id'] ?? '', exchange.caller.principal);
  exchange.response.setHeader('Upload-Offset', offset);
  exchange.response.setHeader('Upload-Length', size);
  exchange.response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
}

async function cancel(exchange: Exchange): Promise<void> {
  await exchange.core.services.uploads.cancel(exchange.placeholders['id'] ?? '', exchange.caller.principal);
  sendJson(exchange, 200, { ok: true });
}

async function append(exchange: Exchange): Promise<void> {
  const { core, caller, request, response } = exchange;
  const { uploads } = core.services;
  const id = exchange.placeholders['id'] ?? '';
  let at = readOffset(request.headers['upload-offset']);
  // What arrives before a connection breaks is kept.
  for await (const bytes of collect(streamBody(request, MAX_REQUEST_PARTS_BYTES))) {
    await uploads.append(id, at, bytes, caller.principal);
    at += bytes.length;
  }
  const state = await uploads.get(id, caller.principal);
  response.setHeader('Upload-Offset', state.offset);
  const finished = state.offset === state.size ? await uploads.finish(id, caller.principal) : undefined;
  sendJson(exchange, 200, { ok: true, ...state, ...defined({ file: finished?.file }) });
}

function readOffset(header: string | string[] | undefined): number {
  if (typeof header !== 'string' || !/^\d{1,15}$/.test(header))
    throw new HttpError(400, 'The request must have an Upload-Offset header.');
  return Number(header);
}

/** Merges small chunks, because each write is synced to disk. The rest is returned even if the stream fails. */
async function* collect(chunks: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of chunks) {
      held.push(chunk);
      size += chunk.length;
      if (size < WRITE_BYTES) continue;
      yield Buffer.concat(held);
      [held, size] = [[], 0];
    }
  } catch (error) {
    if (size > 0) yield Buffer.concat(held);
    throw error;
  }
  if (size > 0) yield Buffer.concat(held);
}
