// Sent model requests, without the conversation, which is in the events.
import { OWNERSHIP, type Migration } from './migration.ts';

const TABLES = `
CREATE TABLE model_requests (
  id TEXT PRIMARY KEY,
  session_key TEXT NOT NULL,
  run_id TEXT NOT NULL,
  at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX model_requests_by_session ON model_requests (session_key, at);
CREATE INDEX model_requests_by_run ON model_requests (run_id, at);
CREATE INDEX model_requests_by_time ON model_requests (at);
CREATE TABLE request_parts (
  session_key TEXT NOT NULL,
  hash TEXT NOT NULL,
  text TEXT NOT NULL,
  used_at INTEGER NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (session_key, hash)
) STRICT;
CREATE INDEX request_parts_by_time ON request_parts (used_at);`;

/** Creates the tables. Requests from before can't be read. */
export const MODEL_REQUESTS: Migration = {
  version: 29,
  name: 'model-requests',
  up: (database) => void database.exec(TABLES),
  down: (database) => void database.exec('DROP TABLE model_requests; DROP TABLE request_parts'),
};
