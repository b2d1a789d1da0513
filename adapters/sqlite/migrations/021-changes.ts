// Changes of sessions: snapshots of runs, undecided files, decisions, comments, and viewed marks.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLES = `
CREATE TABLE run_snapshots (
  run_id TEXT PRIMARY KEY,
  session_key TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX run_snapshots_by_session ON run_snapshots (session_key, started_at);
CREATE TABLE changed_files (
  session_key TEXT NOT NULL,
  path TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (session_key, path)
) STRICT;
CREATE TABLE change_operations (
  id TEXT PRIMARY KEY,
  session_key TEXT NOT NULL,
  state TEXT NOT NULL,
  at INTEGER NOT NULL,
  is_reported INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX change_operations_by_session ON change_operations (session_key, at);
CREATE TABLE change_comments (
  id TEXT PRIMARY KEY,
  session_key TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE viewed_files (
  session_key TEXT NOT NULL,
  path TEXT NOT NULL,
  version TEXT NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (session_key, path)
) STRICT;`;

const NAMES = ['run_snapshots', 'changed_files', 'change_operations', 'change_comments', 'viewed_files'];

/** Creates the tables of changes. */
export const CHANGES_TABLES: Migration = {
  version: 21,
  name: 'changes',
  up: (database) => void database.exec(TABLES),
  down: (database) => void database.exec(NAMES.map((name) => `DROP TABLE ${name};`).join(' ')),
};
