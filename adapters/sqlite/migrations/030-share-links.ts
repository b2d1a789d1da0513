// Read-only links to sessions.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLE = `
CREATE TABLE share_links (
  id TEXT PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;`;

/** Creates the table of share links. */
export const SHARE_LINK_TABLE: Migration = {
  version: 30,
  name: 'share-links',
  up: (database) => void database.exec(TABLE),
  down: (database) => void database.exec('DROP TABLE share_links'),
};
