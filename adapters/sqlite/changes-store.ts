// Changes of sessions and what people decided about them.
import type {
  ChangesStore,
  FileState,
  OperationRecord,
  RunSnapshot,
  StoredComment,
} from '#core/ports/changes-store.ts';
import type { Connection } from './connection.ts';

const UNFINISHED = "('waiting', 'prepared', 'applying')";
/** Tables with rows of a session, and the column with the time from which a row is kept. */
const PRUNED = [
  ['run_snapshots', 'coalesce(ended_at, started_at)'],
  ['changed_files', 'updated_at'],
  ['change_operations', 'at'],
  ['change_comments', 'created_at'],
  ['viewed_files', undefined],
] as const;

/** Opens the tables of changes. */
export function openChanges(connection: Connection): ChangesStore {
  const viewed = connection.all<[string], { readonly path: string; readonly version: string }>(
    'SELECT path, version FROM viewed_files WHERE session_key = ?',
  );
  const runIds = connection.cells<[], string>('SELECT run_id FROM run_snapshots');
  const prune = PRUNED.map(([table, time]) =>
    connection.database.prepare(
      `DELETE FROM ${table} WHERE session_key NOT IN (SELECT key FROM sessions) OR ${time ?? '@before + 1'} < @before`,
    ),
  );
  return {
    ...openReads(connection),
    write: openWrite(connection),
    runIds: async () => runIds(),
    viewed: async (sessionKey) => new Map(viewed(sessionKey).map(({ path, version }) => [path, version])),
    prune: async (before) =>
      connection.write(() => {
        for (const statement of prune) statement.run({ before });
      }),
  };
}

function openReads(connection: Connection): Omit<ChangesStore, 'write' | 'viewed' | 'runIds' | 'prune'> {
  const snapshot = connection.record<[string], RunSnapshot>('SELECT json FROM run_snapshots WHERE run_id = ?');
  const snapshots = connection.records<[string], RunSnapshot>(
    'SELECT json FROM run_snapshots WHERE session_key = ? ORDER BY started_at, rowid',
  );
  const open = connection.records<[], RunSnapshot>(
    'SELECT json FROM run_snapshots WHERE ended_at IS NULL ORDER BY rowid',
  );
  const states = connection.records<[string], FileState>(
    'SELECT json FROM changed_files WHERE session_key = ? ORDER BY path',
  );
  const operation = connection.record<[string], OperationRecord>('SELECT json FROM change_operations WHERE id = ?');
  const operations = connection.records<[string, number], OperationRecord>(
    'SELECT json FROM change_operations WHERE session_key = ? ORDER BY at DESC, rowid DESC LIMIT ?',
  );
  const unfinished = connection.records<[], OperationRecord>(
    `SELECT json FROM change_operations WHERE state IN ${UNFINISHED} ORDER BY at, rowid`,
  );
  const unreported = connection.records<[string], OperationRecord>(
    'SELECT json FROM change_operations WHERE session_key = ? AND is_reported = 0 ORDER BY at, rowid',
  );
  const comments = connection.records<[string], StoredComment>(
    'SELECT json FROM change_comments WHERE session_key = ? ORDER BY created_at, rowid',
  );
  return {
    snapshot: async (runId) => snapshot(runId),
    snapshots: async (sessionKey) => snapshots(sessionKey),
    openSnapshots: async () => open(),
    states: async (sessionKey) => states(sessionKey),
    operation: async (id) => operation(id),
    operations: async (sessionKey, limit) => operations(sessionKey, limit),
    unfinished: async () => unfinished(),
    unreported: async (sessionKey) => unreported(sessionKey),
    comments: async (sessionKey) => comments(sessionKey),
  };
}

function openWrite(connection: Connection): ChangesStore['write'] {
  const { database } = connection;
  const saveSnapshot = connection.insert(
    'run_snapshots',
    'ON CONFLICT (run_id) DO UPDATE SET json = @json, ended_at = @endedAt',
  );
  const saveState = connection.insert(
    'changed_files',
    'ON CONFLICT (session_key, path) DO UPDATE SET json = @json, updated_at = @updatedAt',
  );
  const removeState = database.prepare('DELETE FROM changed_files WHERE session_key = ? AND path = ?');
  const saveOperation = connection.insert(
    'change_operations',
    'ON CONFLICT (id) DO UPDATE SET json = @json, state = @state, is_reported = @isReported',
  );
  const removeOperation = database.prepare('DELETE FROM change_operations WHERE id = ?');
  const saveComment = connection.insert('change_comments', 'ON CONFLICT (id) DO UPDATE SET json = @json');
  const removeComment = database.prepare('DELETE FROM change_comments WHERE id = ?');
  const saveViewed = connection.insert(
    'viewed_files',
    'ON CONFLICT (session_key, path) DO UPDATE SET version = @version',
  );
  const removeViewed = database.prepare('DELETE FROM viewed_files WHERE session_key = ? AND path = ?');
  return async (changes) =>
    connection.write(() => {
      for (const row of changes.snapshots ?? []) {
        const { runId, sessionKey, ownerId, startedAt, endedAt = null } = row;
        saveSnapshot({ runId, sessionKey, startedAt, endedAt, json: JSON.stringify(row), ownerId });
      }
      for (const { sessionKey, path } of changes.removedStates ?? []) removeState.run(sessionKey, path);
      for (const row of changes.states ?? []) {
        const { sessionKey, path, updatedAt, ownerId } = row;
        saveState({ sessionKey, path, updatedAt, json: JSON.stringify(row), ownerId });
      }
      for (const row of changes.operations ?? []) {
        const { id, sessionKey, state, at, ownerId } = row;
        saveOperation({ id, sessionKey, state, at, isReported: isReported(row), json: JSON.stringify(row), ownerId });
      }
      for (const id of changes.removedOperations ?? []) removeOperation.run(id);
      for (const row of changes.comments ?? []) {
        const { id, sessionKey, createdAt, ownerId } = row;
        saveComment({ id, sessionKey, createdAt, json: JSON.stringify(row), ownerId });
      }
      for (const id of changes.removedComments ?? []) removeComment.run(id);
      for (const { version, ...row } of changes.viewed ?? []) {
        if (version === undefined) removeViewed.run(row.sessionKey, row.path);
        else saveViewed({ ...row, version });
      }
    });
}

/** Only finished operations are reported, except undone ones that were never mentioned. */
function isReported({ state, report, reportedAt }: OperationRecord): number {
  return reportedAt === undefined && report !== undefined && state === 'done' ? 0 : 1;
}
