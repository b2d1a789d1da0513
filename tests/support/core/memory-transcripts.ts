// Transcripts and message search of the in-memory store: as SQLite's, by looking at everything.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type {
  EarlierConversation,
  MessageHit,
  MessageSearch,
  SessionRecord,
  SessionStore,
} from '#core/ports/sessions-store.ts';
import type { StoredTranscriptRow } from '#core/ports/transcript.ts';
import { isMark, rangesAt } from '#core/sessions/session-log.ts';

/** A row with whether it is hidden. */
export interface StoredRow extends StoredTranscriptRow {
  readonly hidden: boolean;
}

interface Tables {
  readonly sessions: ReadonlyMap<string, SessionRecord>;
  readonly events: ReadonlyMap<string, readonly SessionEvent[]>;
  readonly rows: ReadonlyMap<string, readonly StoredRow[]>;
}

type Transcripts = Pick<
  SessionStore,
  'rows' | 'entry' | 'rowsAfter' | 'conversations' | 'findConversation' | 'searchMessages'
>;

/** The part of the store that reads transcripts. */
export function transcripts(tables: Tables): Transcripts {
  const shown = (key: string) => (tables.rows.get(key) ?? []).filter((row) => !row.hidden);
  const eventsOf = (key: string) => tables.events.get(key) ?? [];
  return {
    async rows(key, { limit, offset, sessionId }) {
      const all = sessionId === undefined ? shown(key) : earlierRows(tables, key, sessionId);
      const end = Math.max(0, all.length - offset);
      return { rows: all.slice(Math.max(0, end - limit), end).map(textOf), total: all.length };
    },
    async entry(key, entryId) {
      const all = shown(key);
      const last = all.findLastIndex((row) => row.entryId === entryId);
      return {
        rows: all.filter((row) => row.entryId === entryId).map(textOf),
        after: last < 0 ? 0 : all.length - 1 - last,
      };
    },
    async rowsAfter(key, seq, limit) {
      if (eventsOf(key).some((event) => event.seq > seq && isMark(event))) return undefined;
      const rows = shown(key).filter((row) => row.seq > seq);
      return rows.length > limit ? undefined : rows.map(textOf);
    },
    conversations: async (key) => conversationsOf(eventsOf(key)).toReversed(),
    findConversation: async (sessionId) =>
      [...tables.sessions.values()].find(
        (session) =>
          session.deletedAt === undefined &&
          (session.sessionId === sessionId ||
            conversationsOf(eventsOf(session.key)).some((earlier) => earlier.sessionId === sessionId)),
      )?.key,
    searchMessages: async (query) => searchMessages(tables, query),
  };
}

function textOf({ hidden: _hidden, ...row }: StoredRow): StoredTranscriptRow {
  return row;
}

function conversationsOf(events: readonly SessionEvent[]): readonly EarlierConversation[] {
  let fromSeq = 1;
  return events.flatMap((event): EarlierConversation[] => {
    if (event.type !== 'reset') return [];
    const { seq, ts: endedAt, previousSessionId: sessionId, reason } = event;
    const earlier = { sessionId, fromSeq, toSeq: seq - 1, endedAt };
    fromSeq = seq;
    return seq === 1 || reason === 'deleted' ? [] : [{ ...earlier, reason: reason ?? 'user' }];
  });
}

function earlierRows(tables: Tables, key: string, sessionId: string): readonly StoredRow[] {
  const events = tables.events.get(key) ?? [];
  const earlier = conversationsOf(events).find((conversation) => conversation.sessionId === sessionId);
  if (earlier === undefined) return [];
  const ranges = rangesAt(events.filter(isMark), earlier.toSeq);
  return (tables.rows.get(key) ?? []).filter((row) => ranges.some(({ from, to }) => row.seq >= from && row.seq <= to));
}

function searchMessages(tables: Tables, query: MessageSearch): readonly MessageHit[] {
  const words = searchTextOf(query.text);
  if (words.length === 0) return [];
  const hits: MessageHit[] = [];
  for (const session of tables.sessions.values()) {
    if (session.deletedAt !== undefined || (query.keys !== undefined && !query.keys.includes(session.key))) continue;
    if (query.agentId !== undefined && query.agentId !== session.agentId) continue;
    if (session.archivedAt !== undefined && !query.archived) continue;
    hits.push(...hitsIn(tables, session, words, query.archived));
  }
  return hits.toSorted((a, b) => b.score - a.score || b.ts - a.ts).slice(0, query.limit);
}

function hitsIn(
  tables: Tables,
  session: SessionRecord,
  words: readonly string[],
  archived: boolean,
): readonly MessageHit[] {
  const rows = tables.rows.get(session.key) ?? [];
  const present = rows.filter((row) => !row.hidden).map((row) => ({ row, sessionId: session.sessionId }));
  const earlier = conversationsOf(tables.events.get(session.key) ?? []).flatMap(({ sessionId }) =>
    earlierRows(tables, session.key, sessionId).map((row) => ({ row, sessionId })),
  );
  return [...present, ...(archived ? earlier : [])].flatMap(({ row, sessionId }): MessageHit[] => {
    const said = saidIn(row);
    if (said === undefined || !hasWords(said.text, words)) return [];
    return [{ key: session.key, sessionId, ...said, score: 1 / (1 + said.text.length) }];
  });
}

function saidIn(row: StoredRow): Omit<MessageHit, 'key' | 'sessionId' | 'score'> | undefined {
  const message: {
    readonly role: string;
    readonly timestamp: number;
    readonly content: string | readonly { readonly type: string; readonly text?: string }[];
  } = JSON.parse(row.json);
  const { role, content, timestamp: ts } = message;
  if (role !== 'user' && role !== 'assistant') return undefined;
  const text =
    typeof content === 'string'
      ? content
      : content.map((block) => (block.type === 'text' ? (block.text ?? '') : '')).join('\n');
  return { messageId: row.entryId, role, ts, text };
}

function hasWords(text: string, words: readonly string[]): boolean {
  const there = searchTextOf(text);
  return words.every((word) => there.some((candidate) => candidate.startsWith(word)));
}

function searchTextOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
