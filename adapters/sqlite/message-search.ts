// Full-text search of messages. The index is updated in the transaction of the event, so it is complete.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { MessageHit, MessageSearch, SessionStore } from '#core/ports/sessions-store.ts';
import { isMark, rangesAt, type LogMark } from '#core/sessions/session-log.ts';
import type { Connection } from './connection.ts';
import { matchQuery, saidIn } from './searchable-text.ts';
import { openMarks } from './transcript-store.ts';

/** Maximum number of index entries that one search reads. */
const MAX_ENTRIES = 400;
/** Of a word that more entries contain, only the newest ones are ranked: ranking all of them would block everything else. */
const MAX_RANKED = 5_000;

interface Found {
  readonly session: number;
  readonly seq: number;
  readonly key: string;
  readonly sessionId: string;
  readonly rank: number;
}

/** Opens the search. */
export function openMessageSearch(connection: Connection): Pick<SessionStore, 'searchMessages'> {
  const { database } = connection;
  const found = database.prepare<[Record<string, unknown>], Found>(
    `SELECT session, seq, key, sessionId, rank FROM (
       SELECT entry.id, entry.session, entry.seq, sessions.key, sessions.session_id AS sessionId, search.rank AS rank
       FROM search
       JOIN search_entries AS entry ON entry.id = search.rowid
       JOIN sessions ON sessions.id = entry.session
       WHERE search MATCH @match AND sessions.deleted_at IS NULL
         AND (@agentId IS NULL OR sessions.agent_id = @agentId)
         AND (@keys IS NULL OR sessions.key IN (SELECT value FROM json_each(@keys)))
         AND (@archived = 1 OR sessions.archived_at IS NULL)
       ORDER BY search.rowid DESC LIMIT ${MAX_RANKED})
     ORDER BY rank, id DESC LIMIT ${MAX_ENTRIES}`,
  );
  const readEvent = connection.record<[number, number], SessionEvent>(
    'SELECT json FROM events WHERE session = ? AND seq = ?',
  );
  const place = openPlaces(connection);
  return {
    async searchMessages({ text, agentId, keys, archived, limit }: MessageSearch) {
      const match = matchQuery(text);
      if (match === undefined) return [];
      return connection.read(() => {
        const values = {
          match,
          agentId: agentId ?? null,
          keys: keys === undefined ? null : JSON.stringify(keys),
          archived: Number(archived),
        };
        const findConversation = place();
        const hits = new Map<string, MessageHit>();
        for (const row of found.iterate(values)) {
          const event = readEvent(row.session, row.seq);
          const hit = event && toHit(row, event, findConversation, archived);
          const id = `${row.session} ${hit?.messageId}`;
          if (hit !== undefined && !hits.has(id)) hits.set(id, hit);
          if (hits.size === limit) break;
        }
        return [...hits.values()];
      });
    },
  };
}

/** The conversation that an event belongs to, if any. */
type FindConversation = (
  row: Found,
  entryId: string,
) => { readonly sessionId: string; readonly isPresent: boolean } | undefined;

function toHit(
  row: Found,
  event: SessionEvent,
  findConversation: FindConversation,
  archived: boolean,
): MessageHit | undefined {
  const said = saidIn(event);
  if (said === undefined) return undefined;
  const place = findConversation(row, said.messageId);
  if (place === undefined || (!place.isPresent && !archived)) return undefined;
  const { key, rank } = row;
  return { key, ...said, sessionId: place.sessionId, ts: event.ts, score: -rank };
}

function openPlaces(connection: Connection): () => FindConversation {
  const readMarks = openMarks(connection);
  const conversations = connection.first<[number, number], { readonly sessionId: string; readonly toSeq: number }>(
    `SELECT session_id AS sessionId, to_seq AS toSeq FROM conversations
     WHERE session = ? AND to_seq >= ? ORDER BY to_seq LIMIT 1`,
  );
  const shown = connection.cell<[number, string], number>(
    `SELECT seq FROM transcript WHERE session = ? AND entry_id = ? AND pos IS NOT NULL LIMIT 1`,
  );
  return () => {
    const known = new Map<number, readonly LogMark[]>();
    const findMarks = (session: number): readonly LogMark[] => {
      const marks = known.get(session) ?? readMarks(session);
      known.set(session, marks);
      return marks;
    };
    return ({ session, seq, sessionId }, entryId) => {
      // A queued message has its row where it was used, so the rows tell whether it is visible.
      if (shown(session, entryId) !== undefined) return { sessionId, isPresent: true };
      const marks = findMarks(session);
      const closing = marks.find((mark) => mark.type === 'reset' && mark.seq > seq);
      const earlier = closing === undefined ? undefined : conversations(session, seq);
      if (closing === undefined || earlier === undefined || earlier.toSeq !== closing.seq - 1) return undefined;
      const isVisible = rangesAt(marks.filter(isMark), earlier.toSeq).some(({ from, to }) => seq >= from && seq <= to);
      return isVisible ? { sessionId: earlier.sessionId, isPresent: false } : undefined;
    };
  };
}
