// Versions of agent files.
import { OWNERSHIP, type Migration } from './migration.ts';

const VERSIONS = `
CREATE TABLE agent_file_versions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  agent_id TEXT NOT NULL,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  size INTEGER NOT NULL,
  saved_at INTEGER NOT NULL,
  saved_by TEXT NOT NULL,
  accepted INTEGER NOT NULL,
  content TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX agent_file_versions_by_file ON agent_file_versions (agent_id, name, id DESC);`;

/** Creates the table of agent file versions. */
export const AGENT_FILE_VERSIONS: Migration = {
  version: 7,
  name: 'agent files',
  up: (database) => void database.exec(VERSIONS),
  down: (database) => void database.exec('DROP TABLE agent_file_versions;'),
};
