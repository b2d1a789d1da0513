// Earlier conversations of a key, transcript rows by entry, and policies of a session.
import { OWNERSHIP, type Migration } from './migration.ts';

/** Derived from `reset` events: the conversation that each of them closed. */
const CONVERSATIONS = `
CREATE TABLE conversations (
  session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  session_id TEXT NOT NULL,
  from_seq INTEGER NOT NULL,
  to_seq INTEGER NOT NULL,
  ended_at INTEGER NOT NULL,
  reason TEXT NOT NULL,
  ${OWNERSHIP},
  PRIMARY KEY (session, to_seq)
) STRICT;
CREATE INDEX conversations_id ON conversations (session_id);
CREATE INDEX events_marks ON events (session, seq) WHERE type IN ('rewound', 'branch.switched', 'reset');
CREATE INDEX transcript_entries ON transcript (session, json_extract(json, '$.__openclaw.id'));
ALTER TABLE sessions ADD COLUMN parent_key TEXT;
ALTER TABLE sessions ADD COLUMN reset_policy TEXT;
ALTER TABLE sessions ADD COLUMN retention_days INTEGER;
ALTER TABLE sessions ADD COLUMN last_interaction_at INTEGER;
CREATE INDEX sessions_parent ON sessions (parent_key) WHERE parent_key IS NOT NULL;
INSERT INTO conversations (session, session_id, from_seq, to_seq, ended_at, reason)
  SELECT session, json_extract(json, '$.previousSessionId'),
    coalesce((SELECT max(before.seq) FROM events AS before WHERE before.session = events.session AND before.type = 'reset' AND before.seq < events.seq), 1),
    seq - 1, ts, 'user'
  FROM events WHERE type = 'reset' AND seq > 1;`;

const UNDO = `
DROP INDEX sessions_parent;
ALTER TABLE sessions DROP COLUMN last_interaction_at;
ALTER TABLE sessions DROP COLUMN retention_days;
ALTER TABLE sessions DROP COLUMN reset_policy;
ALTER TABLE sessions DROP COLUMN parent_key;
DROP INDEX transcript_entries;
DROP INDEX events_marks;
DROP TABLE conversations;`;

/** Creates the table of earlier conversations. */
export const EARLIER_CONVERSATIONS: Migration = {
  version: 5,
  name: 'conversations',
  up: (database) => void database.exec(CONVERSATIONS),
  down: (database) => void database.exec(UNDO),
};
