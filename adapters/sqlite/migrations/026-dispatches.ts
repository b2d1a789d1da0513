// Dispatches, with the attachments of their prompts until all entries have started.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLE = `
CREATE TABLE dispatches (
  id TEXT PRIMARY KEY,
  idempotency_key TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  attachments TEXT,
  ${OWNERSHIP}
) STRICT;`;

/** Creates the table of dispatches. */
export const DISPATCH_TABLE: Migration = {
  version: 26,
  name: 'dispatches',
  up: (database) => void database.exec(TABLE),
  down: (database) => void database.exec('DROP TABLE dispatches'),
};
