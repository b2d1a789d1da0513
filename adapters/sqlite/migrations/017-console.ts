// Output of commands by project, in chunks of lines that were written together, with its sources and errors.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLES = `
CREATE TABLE console_chunks (
  last_line INTEGER PRIMARY KEY,
  first_line INTEGER NOT NULL,
  project TEXT NOT NULL,
  ts INTEGER NOT NULL,
  size INTEGER NOT NULL,
  has_error INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX console_chunks_by_project ON console_chunks (project, last_line, has_error, size);
CREATE TABLE console_sources (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX console_sources_by_project ON console_sources (project, started_at);
CREATE TABLE console_errors (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  ts INTEGER NOT NULL,
  auto_fixed_at INTEGER,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX console_errors_by_project ON console_errors (project, ts);`;

/** Creates the tables of the console. */
export const CONSOLE_TABLES: Migration = {
  version: 17,
  name: 'console',
  up: (database) => void database.exec(TABLES),
  down: (database) =>
    void database.exec('DROP TABLE console_chunks; DROP TABLE console_sources; DROP TABLE console_errors;'),
};
