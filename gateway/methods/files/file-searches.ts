// Searches that run for connections: a search ends with its connection, and when the client starts another one under its ID.
import type { Connection } from '../../server/connections/connection.ts';

/** The searches of one gateway. */
export function makeFileSearches() {
  const running = new Map<Connection, Map<string, AbortController>>();
  const cancel = (connection: Connection, searchId: string): void => running.get(connection)?.get(searchId)?.abort();
  return {
    cancel,
    close(): void {
      for (const own of running.values()) for (const stop of own.values()) stop.abort();
    },
    /** Runs a search whose signal is also aborted by {@link cancel}. */
    async run<T>(
      connection: Connection,
      searchId: string,
      signal: AbortSignal,
      search: (signal: AbortSignal) => Promise<T>,
    ): Promise<T> {
      cancel(connection, searchId);
      const own = running.get(connection) ?? new Map<string, AbortController>();
      running.set(connection, own);
      const stop = new AbortController();
      own.set(searchId, stop);
      try {
        return await search(AbortSignal.any([signal, stop.signal]));
      } finally {
        if (own.get(searchId) === stop) own.delete(searchId);
        if (own.size === 0) running.delete(connection);
      }
    },
  };
}
