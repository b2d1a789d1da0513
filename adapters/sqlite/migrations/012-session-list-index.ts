// The session list in its order, so that a page is read without sorting all sessions.
import type { Migration } from './migration.ts';

/** Creates the index of listed sessions, which are neither deleted nor archived. */
export const SESSION_LIST_INDEX: Migration = {
  version: 12,
  name: 'session-list-index',
  up: (database) =>
    void database.exec(
      `CREATE INDEX sessions_listed ON sessions (pinned_at IS NULL, updated_at DESC, key)
       WHERE deleted_at IS NULL AND archived_at IS NULL`,
    ),
  down: (database) => void database.exec('DROP INDEX sessions_listed'),
};
