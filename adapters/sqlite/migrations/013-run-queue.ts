// Runs that wait for a slot.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLE = `
CREATE TABLE queued_runs (
  run_id TEXT PRIMARY KEY,
  session_key TEXT NOT NULL,
  place REAL NOT NULL,
  queued_at INTEGER NOT NULL,
  ${OWNERSHIP}
) STRICT;`;

/** Creates the table of queued runs. */
export const RUN_QUEUE: Migration = {
  version: 13,
  name: 'run-queue',
  up: (database) => void database.exec(TABLE),
  down: (database) => void database.exec('DROP TABLE queued_runs'),
};
