// Watches files of sessions for connections: each watch ends with its connection.
import type { Machine } from '#core/ports/machine.ts';
import type { Connection } from '../../server/connections/connection.ts';

/** Most sessions whose files one connection may watch. */
const MAX_WATCHES = 50;

/** The file watches of one gateway. */
export function makeFileWatches() {
  const watches = new Map<Connection, Map<string, () => void>>();
  const stopAll = (connection: Connection): void => {
    for (const stop of watches.get(connection)?.values() ?? []) stop();
    watches.delete(connection);
  };
  const getWatches = (connection: Connection): Map<string, () => void> => {
    const known = watches.get(connection);
    if (known !== undefined) return known;
    const made = new Map<string, () => void>();
    watches.set(connection, made);
    connection.onClose(() => stopAll(connection));
    return made;
  };
  return {
    /** Returns false when the connection watches too many sessions. */
    watch(connection: Connection, sessionKey: string, machine: Machine): boolean {
      const own = getWatches(connection);
      if (own.size >= MAX_WATCHES && !own.has(sessionKey)) return false;
      own.get(sessionKey)?.();
      own.set(
        sessionKey,
        machine.watch((paths, overflow) => connection.send('files.changed', { sessionKey, paths, overflow })),
      );
      return true;
    },
    unwatch(connection: Connection, sessionKey: string): void {
      watches.get(connection)?.get(sessionKey)?.();
      watches.get(connection)?.delete(sessionKey);
    },
    close(): void {
      for (const connection of watches.keys()) stopAll(connection);
    },
  };
}
