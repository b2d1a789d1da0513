// Versions of workspace files.
import type { FileVersion } from '#contract/types/files.ts';
import { KEPT_FILE_VERSIONS, type FileVersionStore } from '#core/ports/file-version-store.ts';
import type { Connection } from './connection.ts';

const COLUMNS = 'id, hash, size, saved_at AS savedAtMs, saved_by AS savedBy, session_key AS sessionKey';
const TRIM = `
  DELETE FROM file_versions WHERE workspace = @workspace AND path = @path AND id NOT IN (
    SELECT id FROM file_versions WHERE workspace = @workspace AND path = @path ORDER BY id DESC LIMIT @kept)`;
/** The path itself, and everything below it. */
const MOVE = `
  UPDATE file_versions SET path = @to || substr(path, length(@from) + 1)
  WHERE workspace = @workspace AND (path = @from OR substr(path, 1, length(@from) + 1) = @from || '/')`;

/** Opens the table. */
export function openFileVersions(connection: Connection): FileVersionStore {
  const { database } = connection;
  const insert = connection.insert('file_versions');
  const trim = database.prepare(TRIM);
  const move = database.prepare(MOVE);
  const prune = database.prepare('DELETE FROM file_versions WHERE saved_at < ?');
  const list = connection.all<[string, string, number], FileVersion>(
    `SELECT ${COLUMNS} FROM file_versions WHERE workspace = ? AND path = ? ORDER BY id DESC LIMIT ?`,
  );
  const get = connection.first<[string, string, number], FileVersion>(
    `SELECT ${COLUMNS} FROM file_versions WHERE workspace = ? AND path = ? AND id = ?`,
  );
  return {
    add: ({ savedAtMs: savedAt, ...version }) =>
      connection.writeTogether(() => {
        insert({ ...version, savedAt });
        trim.run({ workspace: version.workspace, path: version.path, kept: KEPT_FILE_VERSIONS });
      }),
    list: async (workspace, path) => list(workspace, path, KEPT_FILE_VERSIONS),
    get: async (workspace, path, id) => get(workspace, path, id),
    move: async (workspace, from, to) => connection.write(() => void move.run({ workspace, from, to })),
    prune: async (before) => connection.write(() => void prune.run(before)),
  };
}
