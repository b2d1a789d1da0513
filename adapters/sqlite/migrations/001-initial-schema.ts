// Sessions, their events and projections, approvals, usage, settings, secrets, audit.
import { OWNERSHIP, type Migration } from './migration.ts';

const SESSIONS = `
CREATE TABLE sessions (
  id INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  session_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  title TEXT,
  derived_title TEXT,
  preview TEXT,
  workspace TEXT NOT NULL,
  model TEXT,
  icon TEXT,
  color TEXT,
  category TEXT,
  thinking_level TEXT,
  permission_mode TEXT,
  pinned_at INTEGER,
  archived_at INTEGER,
  deleted_at INTEGER,
  unread INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  run_id TEXT,
  run_status TEXT,
  run_started_at INTEGER,
  run_ended_at INTEGER,
  run_error TEXT,
  usage TEXT NOT NULL,
  context_tokens INTEGER NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX sessions_recent ON sessions (updated_at);
CREATE INDEX sessions_running ON sessions (run_status) WHERE run_status = 'running';
CREATE INDEX sessions_deleted ON sessions (deleted_at) WHERE deleted_at IS NOT NULL;`;

/** `pos` counts the visible rows of a session from 1 without gaps; a hidden row has none. */
const EVENTS = `
CREATE TABLE events (
  session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  ts INTEGER NOT NULL,
  type TEXT NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (session, seq)
) STRICT;
CREATE TABLE transcript (
  session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  part INTEGER NOT NULL,
  pos INTEGER,
  longest INTEGER NOT NULL,
  json TEXT NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (session, seq, part)
) STRICT;
CREATE UNIQUE INDEX transcript_visible ON transcript (session, pos) WHERE pos IS NOT NULL;
CREATE TABLE runs (
  run_id TEXT PRIMARY KEY,
  session_key TEXT NOT NULL,
  claimed_at INTEGER NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE waiting_messages (
  session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  message_id TEXT NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (session, message_id)
) STRICT;
CREATE TABLE open_messages (
  message_id TEXT PRIMARY KEY,
  session_key TEXT NOT NULL,
  run_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  blocks TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX open_messages_session ON open_messages (session_key);`;

const APPROVALS = `
CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  session_key TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'resolved')),
  created_at INTEGER NOT NULL,
  resolved_at INTEGER,
  json TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX approvals_pending ON approvals (created_at) WHERE status = 'pending';
CREATE INDEX approvals_resolved ON approvals (resolved_at) WHERE status = 'resolved';
CREATE INDEX approvals_session ON approvals (session_key);
CREATE TABLE approval_rules (
  id TEXT PRIMARY KEY,
  agent_id TEXT NOT NULL,
  words TEXT NOT NULL,
  session_key TEXT,
  workspace TEXT NOT NULL,
  created_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER,
  uses INTEGER NOT NULL,
  revoked_at INTEGER,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX approval_rules_agent ON approval_rules (agent_id);`;

const HOUSEHOLD = `
CREATE TABLE usage (
  id INTEGER PRIMARY KEY,
  ts INTEGER NOT NULL,
  day TEXT NOT NULL,
  session_key TEXT NOT NULL,
  run_id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  provider TEXT NOT NULL,
  model TEXT NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  cost REAL,
  input_cost REAL,
  output_cost REAL,
  cache_read_cost REAL,
  cache_write_cost REAL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX usage_day ON usage (day, agent_id);
CREATE TABLE settings (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE secrets (
  name TEXT PRIMARY KEY,
  sealed TEXT NOT NULL,
  updated_at INTEGER NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  ts INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  subject TEXT NOT NULL,
  details TEXT NOT NULL,
  hash TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL,
  mac TEXT NOT NULL,
  ${OWNERSHIP}
) STRICT;`;

const TABLES = [
  'audit_head',
  'audit',
  'secrets',
  'settings',
  'usage',
  'approval_rules',
  'approvals',
  'open_messages',
  'waiting_messages',
  'runs',
  'transcript',
  'events',
  'sessions',
];

/** Creates the tables of sessions, approvals, usage, settings, secrets, and the audit log. */
export const INITIAL_SCHEMA: Migration = {
  version: 1,
  name: 'first light',
  up(database) {
    database.exec(SESSIONS + EVENTS + APPROVALS + HOUSEHOLD);
  },
  down(database) {
    for (const table of TABLES) database.exec(`DROP TABLE ${table}`);
  },
};
