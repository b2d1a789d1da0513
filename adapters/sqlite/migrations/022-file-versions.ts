// Versions of workspace files. Their contents are stored by hash outside of the database.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLE = `
CREATE TABLE file_versions (
  id INTEGER PRIMARY KEY,
  workspace TEXT NOT NULL,
  path TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  session_key TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX file_versions_by_path ON file_versions (workspace, path, id);
CREATE INDEX file_versions_by_hash ON file_versions (hash);
CREATE INDEX file_versions_by_time ON file_versions (saved_at);`;

/** Creates the table. */
export const FILE_VERSIONS: Migration = {
  version: 22,
  name: 'file-versions',
  up: (database) => void database.exec(TABLE),
  down: (database) => void database.exec('DROP TABLE file_versions'),
};
