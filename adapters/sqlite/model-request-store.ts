// Sent model requests.
import {
  KEPT_REQUEST_BYTES,
  KEPT_REQUESTS,
  REQUEST_RETENTION_MS,
  type ModelRequestRecord,
  type ModelRequestStore,
} from '#core/ports/model-request-store.ts';
import type { Connection } from './connection.ts';

/** Requests between two checks of the bytes of all sessions. */
const CHECK_EVERY = 100;

/** Newest first, the time at which the rows of the CTE `stored` exceed a number of bytes. */
const OVER_LIMIT = `SELECT max(time) FROM
  (SELECT time, sum(bytes) OVER (ORDER BY time DESC ROWS UNBOUNDED PRECEDING) AS total FROM stored) WHERE total > ?`;

/** Opens the tables of model requests. */
export function openModelRequests(
  connection: Connection,
  {
    session: sessionBytes,
    total: totalBytes,
  }: { readonly session: number; readonly total: number } = KEPT_REQUEST_BYTES,
): ModelRequestStore {
  const { database } = connection;
  const get = connection.record<[string], ModelRequestRecord>('SELECT json FROM model_requests WHERE id = ?');
  const ofRun = connection.records<[string], ModelRequestRecord>(
    'SELECT json FROM model_requests WHERE run_id = ? ORDER BY at, rowid',
  );
  const part = connection.cell<[string, string], string>(
    'SELECT text FROM request_parts WHERE session_key = ? AND hash = ?',
  );
  const insert = connection.insert('model_requests');
  const insertPart = connection.insert('request_parts', 'ON CONFLICT DO UPDATE SET used_at = @usedAt');
  const oldestKept = connection.cell<[string, number], number>(
    'SELECT at FROM model_requests WHERE session_key = ? ORDER BY at DESC LIMIT 1 OFFSET ?',
  );
  const overOfSession = connection.cell<[string, string, number], number | null>(
    `WITH stored AS (SELECT at AS time, octet_length(json) AS bytes FROM model_requests WHERE session_key = ?
       UNION ALL SELECT used_at, octet_length(text) FROM request_parts WHERE session_key = ?) ${OVER_LIMIT}`,
  );
  const overOfAll = connection.cell<[number], number | null>(
    `WITH stored AS (SELECT at AS time, octet_length(json) AS bytes FROM model_requests
       UNION ALL SELECT used_at, octet_length(text) FROM request_parts) ${OVER_LIMIT}`,
  );
  let added = 0;
  const removals = [
    ['model_requests', 'at'],
    ['request_parts', 'used_at'],
  ].map(([table = '', time = '']) => ({
    old: database.prepare<[number]>(`DELETE FROM ${table} WHERE ${time} < ?`),
    many: database.prepare<[string, number]>(`DELETE FROM ${table} WHERE session_key = ? AND ${time} < ?`),
  }));
  return {
    add: async (record, parts) =>
      connection.writeUnsynced(() => {
        const { id, sessionKey, runId, at, ownerId } = record;
        insert({ id, sessionKey, runId, at, json: JSON.stringify(record), ownerId });
        for (const { hash, text } of parts) insertPart({ sessionKey, hash, text, usedAt: at, ownerId });
        // The request itself stays, however large it is.
        const isOver = overOfSession(sessionKey, sessionKey, sessionBytes);
        const from = Math.max(oldestKept(sessionKey, KEPT_REQUESTS - 1) ?? 0, Math.min((isOver ?? -1) + 1, at));
        const isOverAll = added % CHECK_EVERY === 0 ? overOfAll(totalBytes) : null;
        added += 1;
        for (const { old, many } of removals) {
          old.run(Math.max(at - REQUEST_RETENTION_MS, Math.min((isOverAll ?? -1) + 1, at)));
          many.run(sessionKey, from);
        }
      }),
    get: async (id) => get(id),
    ofRun: async (runId) => ofRun(runId),
    part: async (sessionKey, hash) => part(sessionKey, hash),
  };
}
