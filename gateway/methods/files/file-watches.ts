// Watches files of sessions for connections: each watch ends with its connection.
import type { FileChange } from '#contract/types/files.ts';
import type { FileAction, Machine } from '#core/ports/machine.ts';
import type { Connection } from '../../server/connections/connection.ts';
import { KnownMoves } from './known-moves.ts';

/** Most sessions whose files one connection may watch. */
const MAX_WATCHES = 50;
/** Limits of hashing, for one event. */
const MAX_HASHED_FILES = 20;
const MAX_HASHED_BYTES = 128 * 1024;

/** The file watches of one gateway. */
export function makeFileWatches() {
  const watches = new Map<Connection, Map<string, () => void>>();
  const moves = new KnownMoves();
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
    /** Tells the watches about a move, so that they don't report it as a deletion and a new file. */
    moved: (machine: Machine, from: string, to: string) => moves.add(machine.workspace, from, to),
    /** Returns false when the connection watches too many sessions. */
    watch(connection: Connection, sessionKey: string, machine: Machine): boolean {
      const own = getWatches(connection);
      if (own.size >= MAX_WATCHES && !own.has(sessionKey)) return false;
      own.get(sessionKey)?.();
      own.set(
        sessionKey,
        followChanges(machine, moves, (paths, overflow, changes) =>
          connection.send('files.changed', { sessionKey, paths, overflow, changes }),
        ),
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

type ChangeListener = (paths: readonly string[], overflow: boolean, changes: readonly FileChange[]) => void;

/** Reports the changes of a machine in their order, with hashes. */
function followChanges(machine: Machine, moves: KnownMoves, report: ChangeListener): () => void {
  let last = Promise.resolve();
  let isStopped = false;
  const stop = machine.watch((paths, overflow, actions) => {
    last = last
      .then(() => describeChanges(machine, paths, actions))
      .then((changes) => {
        if (!isStopped) report(paths, overflow, moves.apply(machine.workspace, changes));
      });
  });
  return () => {
    isStopped = true;
    stop();
  };
}

async function describeChanges(
  machine: Machine,
  paths: readonly string[],
  actions: ReadonlyMap<string, FileAction>,
): Promise<readonly FileChange[]> {
  let hashed = 0;
  return Promise.all(
    paths.map(async (path): Promise<FileChange> => {
      const action = actions.get(path) ?? 'changed';
      if (action === 'deleted') return { path, action };
      hashed += 1;
      const hash = hashed <= MAX_HASHED_FILES ? await hashSmallFile(machine, path) : undefined;
      return hash === undefined ? { path, action } : { path, action, hash };
    }),
  );
}

/** Undefined for a folder, a large file, and one that is gone or can't be read. */
async function hashSmallFile(machine: Machine, path: string): Promise<string | undefined> {
  return machine.read(path, MAX_HASHED_BYTES).then(
    ({ hash }) => hash,
    () => undefined,
  );
}
