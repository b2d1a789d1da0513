// The end of each long conversation, so that it opens without its whole log. A cache.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLE = `
CREATE TABLE session_checkpoints (
  session INTEGER PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  json TEXT NOT NULL,
  digest TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;`;

/** Creates the table. Checkpoints are written when sessions are used. */
export const SESSION_CHECKPOINTS: Migration = {
  version: 32,
  name: 'session-checkpoints',
  up: (database) => void database.exec(TABLE),
  down: (database) => void database.exec('DROP TABLE session_checkpoints'),
};
