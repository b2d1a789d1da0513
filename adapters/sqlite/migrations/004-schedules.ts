// Schedules, one row for each of their ticks, and events for the next heartbeat of an agent.
import { OWNERSHIP, type Migration } from './migration.ts';

// A row outlives its schedule, so the history is kept. NULL ticks (manual runs) are all different.
const SCHEDULES = `
CREATE TABLE schedules (
  id TEXT PRIMARY KEY,
  created_at INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE schedule_runs (
  id TEXT PRIMARY KEY,
  job_id TEXT NOT NULL,
  tick INTEGER,
  agent_id TEXT NOT NULL,
  status TEXT NOT NULL,
  claimed_at INTEGER NOT NULL,
  words TEXT NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP},
  UNIQUE (job_id, tick)
) STRICT;
CREATE INDEX schedule_runs_by_job ON schedule_runs (job_id, claimed_at);
CREATE INDEX schedule_runs_by_time ON schedule_runs (claimed_at);
CREATE INDEX schedule_runs_open ON schedule_runs (claimed_at) WHERE status = 'claimed';
CREATE TABLE system_events (
  id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL,
  session_key TEXT NOT NULL,
  text TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  taken_by TEXT,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX system_events_by_session ON system_events (session_key, created_at);`;

/** Creates the tables of schedules. */
export const SCHEDULE_TABLES: Migration = {
  version: 4,
  name: 'schedules',
  up: (database) => void database.exec(SCHEDULES),
  down: (database) => void database.exec('DROP TABLE schedules; DROP TABLE schedule_runs; DROP TABLE system_events;'),
};
