// Sent model requests in memory, for tests.
import {
  KEPT_REQUESTS,
  REQUEST_RETENTION_MS,
  type ModelRequestRecord,
  type ModelRequestStore,
} from '#core/ports/model-request-store.ts';

/** The tables of model requests. */
export interface ModelRequestTables {
  readonly requests: Map<string, ModelRequestRecord>;
  /** By session and hash. */
  readonly parts: Map<string, { readonly sessionKey: string; readonly text: string; readonly usedAt: number }>;
}

/** Empty tables. */
export const emptyModelRequestTables = (): ModelRequestTables => ({ requests: new Map(), parts: new Map() });

/** Removes what belongs to a session. */
export function forgetRequests({ requests, parts }: ModelRequestTables, sessionKey: string): void {
  for (const table of [requests, parts])
    for (const [id, row] of table) if (row.sessionKey === sessionKey) table.delete(id);
}

/** The model requests of the in-memory store. */
export function modelRequestStore({ requests, parts }: ModelRequestTables): ModelRequestStore {
  return {
    async add(record, added) {
      const { id, sessionKey, at } = record;
      requests.set(id, record);
      for (const { hash, text } of added) parts.set(`${sessionKey} ${hash}`, { sessionKey, text, usedAt: at });
      const own = [...requests.values()].filter((one) => one.sessionKey === sessionKey).toSorted((a, b) => b.at - a.at);
      const from = own[KEPT_REQUESTS - 1]?.at ?? 0;
      const isGone = (key: string, time: number) =>
        time < at - REQUEST_RETENTION_MS || (key === sessionKey && time < from);
      for (const [key, one] of requests) if (isGone(one.sessionKey, one.at)) requests.delete(key);
      for (const [key, one] of parts) if (isGone(one.sessionKey, one.usedAt)) parts.delete(key);
    },
    get: async (id) => requests.get(id),
    ofRun: async (runId) => [...requests.values()].filter((one) => one.runId === runId).toSorted((a, b) => a.at - b.at),
    part: async (sessionKey, hash) => parts.get(`${sessionKey} ${hash}`)?.text,
  };
}
