// Worktrees, and the one that a session works in.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLE = `
CREATE TABLE worktrees (
  id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
ALTER TABLE sessions ADD COLUMN worktree_id TEXT;`;

/** Creates the table of worktrees. */
export const WORKTREE_TABLE: Migration = {
  version: 20,
  name: 'worktrees',
  up: (database) => void database.exec(TABLE),
  down: (database) => void database.exec('DROP TABLE worktrees; ALTER TABLE sessions DROP COLUMN worktree_id;'),
};
