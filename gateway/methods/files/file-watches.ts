// Who is told when files of a workspace change: a machine is watched while at least one connection asks.
import type { Machine } from '#core/ports/machine.ts';
import type { Connection } from '../../server/connections/connection.ts';
import type { StateMaker } from '../../server/runtime.ts';

/** Sessions whose files one connection may watch. */
const MAX_WATCHES = 50;

/** Watches by connection and session. */
export interface FileWatches {
  /** False when the connection watches too many. */
  watch(connection: Connection, sessionKey: string, machine: Machine): boolean;
  unwatch(connection: Connection, sessionKey: string): void;
  close(): void;
}

/** Makes the watches of one gateway. */
export const makeFileWatches: StateMaker<FileWatches> = () => {
  const watches = new Map<Connection, Map<string, () => void>>();
  const stopAll = (connection: Connection): void => {
    for (const stop of watches.get(connection)?.values() ?? []) stop();
    watches.delete(connection);
  };
  const of = (connection: Connection): Map<string, () => void> => {
    const known = watches.get(connection);
    if (known !== undefined) return known;
    const made = new Map<string, () => void>();
    watches.set(connection, made);
    connection.onClose(() => stopAll(connection));
    return made;
  };
  return {
    watch: (connection, sessionKey, machine) => {
      const own = of(connection);
      if (own.size >= MAX_WATCHES && !own.has(sessionKey)) return false;
      own.get(sessionKey)?.();
      own.set(
        sessionKey,
        machine.watch((paths, overflow) => connection.send('files.changed', { sessionKey, paths, overflow })),
      );
      return true;
    },
    unwatch: (connection, sessionKey) => {
      watches.get(connection)?.get(sessionKey)?.();
      watches.get(connection)?.delete(sessionKey);
    },
    close: () => {
      for (const connection of watches.keys()) stopAll(connection);
    },
  };
};
