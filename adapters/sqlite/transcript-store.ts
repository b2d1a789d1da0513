// Transcript rows: pages of the current conversation and of earlier ones, single entries, rows after an event.
import type { EarlierConversation, SessionStore } from '#core/ports/sessions-store.ts';
import type { StoredTranscriptRow } from '#core/ports/transcript.ts';
import { isMark, rangesAt, type LogMark } from '#core/sessions/session-log.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { AttachmentBlobs } from './blob-store.ts';
import type { Connection } from './connection.ts';

/** Columns of a {@link StoredTranscriptRow}. */
const COLUMNS = 'seq, ts, entry_id AS entryId, run_id AS runId, stop_reason AS stopReason, provider, json, longest';

type Transcripts = Pick<SessionStore, 'rows' | 'entry' | 'rowsAfter' | 'conversations' | 'findConversation'>;

/** Opens the transcripts. */
export function openTranscripts(
  connection: Connection,
  { restoreRow }: Pick<AttachmentBlobs, 'restoreRow'>,
): Transcripts {
  const readId = connection.cell<[string], number>('SELECT id FROM sessions WHERE key = ?');
  const id = (key: string) => Number(readId(key) ?? 0);
  const present = openPresentRows(connection);
  const earlier = openEarlier(connection);
  const restored = (rows: readonly StoredTranscriptRow[]) =>
    rows.map((row): StoredTranscriptRow => ({ ...row, json: restoreRow(row.json) }));
  return {
    async rows(key, asked) {
      const { rows, total } =
        asked.sessionId === undefined
          ? present.page(id(key), asked)
          : takePage(earlier.rows(id(key), asked.sessionId), asked);
      return { rows: restored(rows), total };
    },
    async entry(key, entryId) {
      const { rows, after } = present.entry(id(key), entryId);
      return { rows: restored(rows), after };
    },
    async rowsAfter(key, seq, limit) {
      const rows = present.after(id(key), seq, limit);
      return rows === undefined ? undefined : restored(rows);
    },
    conversations: async (key) => earlier.list(id(key)),
    findConversation: async (sessionId) => earlier.holder(sessionId, sessionId),
  };
}

interface Page {
  readonly limit: number;
  readonly offset: number;
}

function takePage(rows: readonly StoredTranscriptRow[], { limit, offset }: Page) {
  const end = Math.max(0, rows.length - offset);
  return { rows: rows.slice(Math.max(0, end - limit), end), total: rows.length };
}

/** The rows of the current conversation. */
function openPresentRows(connection: Connection) {
  const total = connection.cell<[number], number>(
    'SELECT max(pos) FROM transcript WHERE session = ? AND pos IS NOT NULL',
  );
  const page = connection.all<[number, number, number], StoredTranscriptRow>(
    `SELECT ${COLUMNS} FROM transcript WHERE session = ? AND pos > ? AND pos <= ? ORDER BY pos`,
  );
  const entry = connection.all<[number, string], StoredTranscriptRow & { readonly pos: number }>(
    `SELECT ${COLUMNS}, pos FROM transcript WHERE session = ? AND entry_id = ? AND pos IS NOT NULL ORDER BY pos`,
  );
  const after = connection.all<[number, number, number], StoredTranscriptRow>(
    `SELECT ${COLUMNS} FROM transcript WHERE session = ? AND seq > ? AND pos IS NOT NULL ORDER BY pos LIMIT ?`,
  );
  const changed = connection.cell<[number, number], number>(
    "SELECT count(*) FROM events WHERE session = ? AND seq > ? AND type IN ('rewound', 'branch.switched', 'reset')",
  );
  const count = (session: number) => Number(total(session) ?? 0);
  return {
    page(session: number, { limit, offset }: Page) {
      const all = count(session);
      const end = Math.max(0, all - offset);
      return { rows: page(session, Math.max(0, end - limit), end), total: all };
    },
    entry(session: number, entryId: string) {
      const found = entry(session, entryId);
      const last = found.at(-1)?.pos;
      return { rows: found.map(({ pos: _pos, ...row }) => row), after: last === undefined ? 0 : count(session) - last };
    },
    after(session: number, seq: number, limit: number): readonly StoredTranscriptRow[] | undefined {
      if (Number(changed(session, seq) ?? 0) > 0) return undefined;
      const rows = after(session, seq, limit + 1);
      return rows.length > limit ? undefined : rows;
    },
  };
}

/** Conversations that were closed by a reset, with the rows that were visible then. */
function openEarlier(connection: Connection) {
  const marks = openMarks(connection);
  const list = connection.all<[number], EarlierConversation>(
    `SELECT session_id AS sessionId, from_seq AS fromSeq, to_seq AS toSeq, ended_at AS endedAt, reason
     FROM conversations WHERE session = ? ORDER BY to_seq DESC`,
  );
  const holder = connection.cell<[string, string], string>(`SELECT key FROM sessions WHERE deleted_at IS NULL
         AND (session_id = ? OR id IN (SELECT session FROM conversations WHERE session_id = ?)) LIMIT 1`);
  const within = connection.all<[number, number, number], StoredTranscriptRow>(
    `SELECT ${COLUMNS} FROM transcript WHERE session = ? AND seq BETWEEN ? AND ? ORDER BY seq, part`,
  );
  return {
    list,
    holder,
    rows(session: number, sessionId: string): readonly StoredTranscriptRow[] {
      const closed = list(session).find((conversation) => conversation.sessionId === sessionId);
      if (closed === undefined) return [];
      return rangesAt(marks(session), closed.toSeq).flatMap(({ from, to }) => within(session, from, to));
    },
  };
}

/** Reads the events that hide other events. */
export function openMarks(connection: Connection): (session: number) => readonly LogMark[] {
  const marks = connection.records<[number], SessionEvent>(
    "SELECT json FROM events WHERE session = ? AND type IN ('rewound', 'branch.switched', 'reset') ORDER BY seq",
  );
  return (session) => marks(session).filter(isMark);
}
