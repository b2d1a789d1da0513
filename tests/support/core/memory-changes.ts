// Changes in memory, for tests.
import type {
  ChangesStore,
  FileState,
  OperationRecord,
  RunSnapshot,
  StoredComment,
  ViewedFile,
} from '#core/ports/changes-store.ts';

/** The tables of changes. */
export interface ChangesTables {
  readonly snapshots: Map<string, RunSnapshot>;
  readonly states: Map<string, FileState>;
  readonly operations: Map<string, OperationRecord>;
  readonly comments: Map<string, StoredComment>;
  readonly viewed: Map<string, ViewedFile>;
}

/** Empty tables. */
export const emptyChangesTables = (): ChangesTables => ({
  snapshots: new Map(),
  states: new Map(),
  operations: new Map(),
  comments: new Map(),
  viewed: new Map(),
});

const toKey = ({ sessionKey, path }: Pick<FileState, 'sessionKey' | 'path'>): string => `${sessionKey}\0${path}`;

/** The changes of the in-memory store. `keys`: the sessions that exist. */
export function changesStore(tables: ChangesTables, writing: () => void, keys: () => Iterable<string>): ChangesStore {
  const { snapshots, states, operations, comments, viewed } = tables;
  const byTime = () => [...operations.values()].toSorted((a, b) => a.at - b.at);
  return {
    async write(changes) {
      writing();
      for (const row of changes.snapshots ?? []) snapshots.set(row.runId, row);
      for (const row of changes.removedStates ?? []) states.delete(toKey(row));
      for (const row of changes.states ?? []) states.set(toKey(row), row);
      for (const row of changes.operations ?? []) operations.set(row.id, row);
      for (const id of changes.removedOperations ?? []) operations.delete(id);
      for (const row of changes.comments ?? []) comments.set(row.id, row);
      for (const id of changes.removedComments ?? []) comments.delete(id);
      for (const row of changes.viewed ?? []) {
        if (row.version === undefined) viewed.delete(toKey(row));
        else viewed.set(toKey(row), row);
      }
    },
    snapshot: async (runId) => snapshots.get(runId),
    snapshots: async (key) =>
      [...snapshots.values()]
        .filter(({ sessionKey }) => sessionKey === key)
        .toSorted((a, b) => a.startedAt - b.startedAt),
    openSnapshots: async () => [...snapshots.values()].filter(({ endedAt }) => endedAt === undefined),
    runIds: async () => [...snapshots.keys()],
    states: async (key) =>
      [...states.values()]
        .filter(({ sessionKey }) => sessionKey === key)
        .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
    operation: async (id) => operations.get(id),
    operations: async (key, limit) =>
      byTime()
        .filter(({ sessionKey }) => sessionKey === key)
        .toReversed()
        .slice(0, limit),
    unfinished: async () => byTime().filter(({ state }) => ['waiting', 'prepared', 'applying'].includes(state)),
    unreported: async (key) =>
      byTime().filter(
        ({ sessionKey, state, report, reportedAt }) =>
          sessionKey === key && state === 'done' && report !== undefined && reportedAt === undefined,
      ),
    comments: async (key) => [...comments.values()].filter(({ sessionKey }) => sessionKey === key),
    viewed: async (key) =>
      new Map(
        [...viewed.values()].flatMap(({ sessionKey, path, version }) =>
          sessionKey === key && version !== undefined ? [[path, version] as const] : [],
        ),
      ),
    async prune(before) {
      const known = new Set(keys());
      const isGone = (row: { readonly sessionKey: string }, time: number) =>
        !known.has(row.sessionKey) || time < before;
      for (const [id, row] of snapshots) if (isGone(row, row.endedAt ?? row.startedAt)) snapshots.delete(id);
      for (const [id, row] of states) if (isGone(row, row.updatedAt)) states.delete(id);
      for (const [id, row] of operations) if (isGone(row, row.at)) operations.delete(id);
      for (const [id, row] of comments) if (isGone(row, row.createdAt)) comments.delete(id);
      for (const [id, row] of viewed) if (isGone(row, before)) viewed.delete(id);
    },
  };
}
