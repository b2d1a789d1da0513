// Projects, the setup scripts that ran in their folders, and the ports of those folders. Sessions belong to a project.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLES = `
CREATE TABLE projects (
  id TEXT NOT NULL PRIMARY KEY,
  folder TEXT NOT NULL,
  deleted_at INTEGER,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE UNIQUE INDEX projects_by_folder ON projects (folder) WHERE deleted_at IS NULL;
CREATE TABLE project_setups (
  folder TEXT NOT NULL PRIMARY KEY,
  project_id TEXT NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE project_ports (
  folder TEXT NOT NULL PRIMARY KEY,
  project_id TEXT NOT NULL,
  first_port INTEGER NOT NULL,
  last_port INTEGER NOT NULL,
  ${OWNERSHIP}
) STRICT;
ALTER TABLE sessions ADD COLUMN project_id TEXT;
CREATE INDEX sessions_by_project ON sessions (project_id) WHERE project_id IS NOT NULL`;

const DROP = `
DROP INDEX sessions_by_project;
ALTER TABLE sessions DROP COLUMN project_id;
DROP TABLE project_ports;
DROP TABLE project_setups;
DROP TABLE projects`;

/** Creates the tables. */
export const PROJECT_TABLES: Migration = {
  version: 19,
  name: 'projects',
  up: (database) => void database.exec(TABLES),
  down: (database) => void database.exec(DROP),
};
