// Sessions over HTTP: transcript pages, a stream of new rows, and stopping a run.
import type { GatewayError } from '#contract/wire/errors.ts';
import { rowMessage, rowText } from '../openclaw/transcript-rows.ts';
import { openEventStream } from './event-stream.ts';
import { defineRoute, READ_VERBS, sendJson, type Exchange } from './route.ts';

const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 1_000;

/** Rows oldest first, newest page first; `cursor` is the `nextCursor` of the previous page. */
export const HISTORY_ROUTE = defineRoute({
  paths: ['/sessions/{key}/history'],
  verbs: READ_VERBS,
  scope: 'operator.read',
  refuse,
  async handle(exchange) {
    const { engine } = exchange.core.services;
    const sessionKey = await findSession(exchange);
    if (sessionKey === undefined) return;
    if (exchange.request.headers.accept?.includes('text/event-stream') === true) return follow(exchange, sessionKey);
    const limit = parseCount(exchange.query.get('limit'), DEFAULT_LIMIT, MAX_LIMIT);
    const offset = parseCount(exchange.query.get('cursor'), 0, Number.MAX_SAFE_INTEGER);
    const { rows, total } = await engine.queries.transcript(sessionKey, { limit, offset });
    const items: unknown[] = rows.map((row): unknown => JSON.parse(rowText(row)));
    const end = offset + rows.length;
    const more = end < total ? { hasMore: true, nextCursor: String(end) } : { hasMore: false };
    sendJson(exchange, 200, { sessionKey, items, messages: items, ...more });
  },
});

/** Stops the active run. */
export const KILL_ROUTE = defineRoute({
  paths: ['/sessions/{key}/kill'],
  verbs: ['POST'],
  scope: 'operator.admin',
  refuse,
  async handle(exchange) {
    const sessionKey = await findSession(exchange);
    if (sessionKey === undefined) return;
    const runIds = await exchange.core.services.engine.runs.abort(sessionKey);
    sendJson(exchange, 200, { ok: true, killed: runIds.length > 0, runIds });
  },
});

function follow(exchange: Exchange, sessionKey: string): void {
  const stream = openEventStream(exchange.response);
  stream.send(JSON.stringify({ sessionKey }), 'open');
  const stop = exchange.core.services.engine.onNotice((notice) => {
    if (notice.kind !== 'event' || notice.sessionKey !== sessionKey) return;
    const { event, rows } = notice;
    for (const row of rows) stream.send(JSON.stringify(rowMessage(row, event)), 'message');
    if (event.type === 'run.ended')
      stream.send(JSON.stringify({ runId: event.runId, status: event.status }), 'run.ended');
  });
  exchange.response.once('close', stop);
}

/** The canonical key of the session in the path; undefined when it was not found and the request was rejected. */
async function findSession(exchange: Exchange): Promise<string | undefined> {
  const { sessions } = exchange.core.services.engine;
  const sessionKey = sessions.resolveKey(exchange.placeholders['key'] ?? '');
  const record = await sessions.get(sessionKey);
  if (record !== undefined && record.deletedAt === undefined) return sessionKey;
  sendJson(exchange, 404, failure('not_found', `Session not found: ${sessionKey}`));
  return undefined;
}

function refuse(exchange: Exchange, { message }: GatewayError): void {
  sendJson(exchange, 400, failure('invalid_request', message));
}

function parseCount(text: string | null, fallback: number, most: number): number {
  const value = Number(text ?? '');
  return text !== null && Number.isInteger(value) && value >= 0 ? Math.min(value, most) : fallback;
}

function failure(type: string, message: string) {
  return { ok: false, error: { type, message } };
}
