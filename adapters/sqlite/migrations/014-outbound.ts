// Connections that left this machine. One row per day, caller, and destination keeps the table small.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLE = `
CREATE TABLE outbound (
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  session_key TEXT NOT NULL,
  host TEXT NOT NULL,
  port INTEGER NOT NULL,
  count INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  sent INTEGER NOT NULL,
  received INTEGER NOT NULL,
  first_at INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  ${OWNERSHIP},
  UNIQUE (day, kind, name, agent_id, session_key, host, port)
) STRICT;
CREATE INDEX outbound_by_time ON outbound (last_at)`;

/** Creates the table of the outbound ledger. */
export const OUTBOUND_TABLE: Migration = {
  version: 14,
  name: 'outbound',
  up: (database) => void database.exec(TABLE),
  down: (database) => void database.exec('DROP TABLE outbound'),
};
