// Full-text search of messages. The index is derived from the events.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { searchableText } from '../searchable-text.ts';
import { OWNERSHIP, type Migration } from './migration.ts';

/** The index has no copy of the text. `search_entries` contains the event of each of its rows. */
const SEARCH = `
CREATE TABLE search_entries (
  id INTEGER PRIMARY KEY,
  session INTEGER NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,
  ${OWNERSHIP}
) STRICT;
CREATE INDEX search_entries_session ON search_entries (session);
CREATE VIRTUAL TABLE search USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
CREATE TRIGGER search_entries_deleted AFTER DELETE ON search_entries BEGIN
  DELETE FROM search WHERE rowid = old.id;
END;`;

/** Creates the full-text index. */
export const SEARCH_INDEX: Migration = {
  version: 2,
  name: 'search',
  up(database) {
    database.exec(SEARCH);
    const entry = database.prepare('INSERT INTO search_entries (session, seq) VALUES (?, ?)');
    const words = database.prepare('INSERT INTO search (rowid, text) VALUES (?, ?)');
    // Read in pieces: a statement that iterates would block the inserts on the same connection.
    const sessions = database.prepare('SELECT id FROM sessions').pluck().all() as number[];
    const events = database.prepare('SELECT json FROM events WHERE session = ?').pluck();
    for (const session of sessions) {
      for (const json of events.all(session) as string[]) {
        const event = JSON.parse(json) as SessionEvent;
        const text = searchableText(event);
        if (text !== undefined) words.run(entry.run(session, event.seq).lastInsertRowid, text);
      }
    }
  },
  down(database) {
    database.exec('DROP TABLE search_entries; DROP TABLE search;');
  },
};
