// Sessions over HTTP: transcript pages, a stream of new rows, and stopping a run.
import { GatewayError } from '#contract/wire/errors.ts';
import { rowMessage, rowText } from '../openclaw/transcript-rows.ts';
import { openEventStream } from './event-stream.ts';
import { defineRoute, sendJson, type Exchange } from './route.ts';

const DEFAULT_LIMIT = 200;
const MAX_LIMIT = 1_000;

/** Rows oldest first, newest page first; `cursor` is the `nextCursor` of the page before. */
export const HISTORY_ROUTE = defineRoute({
  paths: ['/sessions/{key}/history'],
  verbs: ['GET', 'HEAD'],
  scope: 'operator.read',
  handle: guarded(async (exchange, sessionKey) => {
    const { engine } = exchange.core.services;
    if (exchange.request.headers.accept?.includes('text/event-stream') === true) return follow(exchange, sessionKey);
    const query = new URLSearchParams((exchange.request.url ?? '').split('?')[1] ?? '');
    const limit = parseCount(query.get('limit'), DEFAULT_LIMIT, MAX_LIMIT);
    const offset = parseCount(query.get('cursor'), 0, Number.MAX_SAFE_INTEGER);
    const { rows, total } = await engine.queries.transcript(sessionKey, { limit, offset });
    const items: unknown[] = rows.map((row): unknown => JSON.parse(rowText(row)));
    const end = offset + rows.length;
    const more = end < total ? { hasMore: true, nextCursor: String(end) } : { hasMore: false };
    sendJson(exchange, 200, { sessionKey, items, messages: items, ...more });
  }),
});

/** Stops the active run. */
export const KILL_ROUTE = defineRoute({
  paths: ['/sessions/{key}/kill'],
  verbs: ['POST'],
  scope: 'operator.admin',
  handle: guarded(async (exchange, sessionKey) => {
    const runIds = await exchange.core.services.engine.runs.abort(sessionKey);
    sendJson(exchange, 200, { ok: true, killed: runIds.length > 0, runIds });
  }),
});

function follow(exchange: Exchange, sessionKey: string): void {
  const stream = openEventStream(exchange.response);
  stream.send(JSON.stringify({ sessionKey }), 'open');
  const stop = exchange.core.services.engine.onNotice((notice) => {
    if (notice.kind !== 'event' || notice.sessionKey !== sessionKey) return;
    for (const row of notice.rows) stream.send(JSON.stringify(rowMessage(row, notice.event)), 'message');
    if (notice.event.type === 'run.ended')
      stream.send(JSON.stringify({ runId: notice.event.runId, status: notice.event.status }), 'run.ended');
  });
  exchange.response.once('close', stop);
}

/** With the canonical key of a session that exists. */
function guarded(handle: (exchange: Exchange, sessionKey: string) => void | Promise<void>) {
  return async (exchange: Exchange): Promise<void> => {
    const { services } = exchange.core;
    try {
      const sessionKey = services.engine.sessions.resolveKey(exchange.placeholders['key'] ?? '');
      const record = await services.engine.sessions.get(sessionKey);
      if (record === undefined || record.deletedAt !== undefined)
        return sendJson(exchange, 404, failure('not_found', `Session not found: ${sessionKey}`));
      await handle(exchange, sessionKey);
    } catch (error) {
      if (!(error instanceof GatewayError)) throw error;
      sendJson(exchange, 400, failure('invalid_request', error.message));
    }
  };
}

function parseCount(text: string | null, fallback: number, most: number): number {
  const value = Number(text ?? '');
  return text !== null && Number.isInteger(value) && value >= 0 ? Math.min(value, most) : fallback;
}

function failure(type: string, message: string) {
  return { ok: false, error: { type, message } };
}
