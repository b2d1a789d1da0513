// Sent model requests.
import {
  KEPT_REQUESTS,
  REQUEST_RETENTION_MS,
  type ModelRequestRecord,
  type ModelRequestStore,
} from '#core/ports/model-request-store.ts';
import type { Connection } from './connection.ts';

/** Opens the tables of model requests. */
export function openModelRequests(connection: Connection): ModelRequestStore {
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
        const from = oldestKept(sessionKey, KEPT_REQUESTS - 1);
        for (const { old, many } of removals) {
          old.run(at - REQUEST_RETENTION_MS);
          if (from !== undefined) many.run(sessionKey, from);
        }
      }),
    get: async (id) => get(id),
    ofRun: async (runId) => ofRun(runId),
    part: async (sessionKey, hash) => part(sessionKey, hash),
  };
}
