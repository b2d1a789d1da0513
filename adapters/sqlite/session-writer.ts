// Writes one change of a session: events, projections and everything that belongs to them, in one transaction.
import type { SessionEvent, SessionEventDraft, SessionEventOf } from '#contract/sessions/session-events.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { DuplicateRun, type SeqRange, type SessionCommit, type SessionRecord } from '#core/ports/sessions-store.ts';
import { isMark } from '#core/sessions/session-log.ts';
import type { ApprovalLog } from './approval-store.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { searchableText } from './searchable-text.ts';
import { toCells, type Cell } from './session-columns.ts';
import type { UsageLog } from './usage-store.ts';

/** Tables that a commit may change besides the session itself. */
export interface SessionWriterParts {
  readonly connection: Connection;
  readonly approvals: ApprovalLog;
  readonly audit: AuditLog;
  readonly usage: UsageLog;
}

/** A session's row number and the number of its last event. */
interface SessionPosition {
  readonly id: number;
  readonly lastSeq: number;
}

type Patch = { readonly [K in keyof SessionRecord]?: SessionRecord[K] | undefined };

/** Writes within a transaction that is already open. */
export interface SessionWriter {
  commit(commit: SessionCommit): readonly SessionEvent[];
  patch(key: string, patch: Patch): void;
}

/** Prepares all statements of a commit once. */
export function openSessionWriter({ connection, approvals, audit, usage }: SessionWriterParts): SessionWriter {
  const { database } = connection;
  const place = connection.first<[string], SessionPosition>(
    'SELECT id, last_seq AS lastSeq FROM sessions WHERE key = ?',
  );
  const claim = database.prepare(
    'INSERT INTO runs (run_id, session_key, claimed_at) VALUES (?, ?, ?) ON CONFLICT (run_id) DO NOTHING',
  );
  const insertEvent = database.prepare('INSERT INTO events (session, seq, ts, type, json) VALUES (?, ?, ?, ?, ?)');
  const closeMessage = database.prepare('DELETE FROM open_messages WHERE message_id = ?');
  const index = openIndexWriter(connection);
  const transcript = openTranscriptWriter(connection);
  const queue = openQueueWriter(connection);
  const conversations = openConversationWriter(connection);

  const positionOf = (commit: SessionCommit): SessionPosition => {
    const found = place(commit.key);
    if (found !== undefined) return found;
    if (commit.create === undefined) throw noSession(commit.key);
    return { id: insertSession(connection, { ...commit.create, key: commit.key, lastSeq: 0 }), lastSeq: 0 };
  };

  return {
    patch: (key, patch) => updateSession(connection, key, toCells(patch)),
    commit(commit) {
      if (commit.claimRun !== undefined && claim.run(commit.claimRun, commit.key, commit.ts).changes === 0)
        throw new DuplicateRun(`run ${commit.claimRun} already exists`);
      const { id, lastSeq } = positionOf(commit);
      const events = commit.events.map((draft, offset) => numbered(draft, lastSeq + 1 + offset, commit.ts));
      for (const event of events) {
        insertEvent.run(id, event.seq, event.ts, event.type, JSON.stringify(event));
        index.add(id, event);
        queue.apply(id, event);
        if (event.type === 'reset') conversations.close(id, event);
      }
      if (commit.hideRowsFrom !== undefined) transcript.hideFrom(id, commit.hideRowsFrom);
      if (commit.showRows !== undefined) transcript.show(id, commit.showRows);
      transcript.add(id, lastSeq + 1, commit.ts, commit.rows ?? []);
      updateSession(connection, commit.key, changedCells(commit, lastSeq));
      if (commit.closesMessage !== undefined) closeMessage.run(commit.closesMessage);
      if (commit.usage !== undefined) usage.add(commit.usage);
      if (commit.approval !== undefined) approvals.put(commit.approval);
      if (commit.audit !== undefined) audit.chain(commit.audit);
      return events;
    },
  };
}

/** The error for a key without a session. */
export function noSession(key: string): Error {
  return invalidRequest(`There is no session "${key}".`, 'SESSION_NOT_FOUND', 'Refresh the list of sessions.');
}

function numbered(draft: SessionEventDraft, seq: number, ts: number): SessionEvent {
  return { seq, ts, ...draft };
}

function insertSession({ statement }: Connection, record: SessionRecord): number {
  const cells = toCells(record);
  const names = [...cells.keys()];
  const sql = `INSERT INTO sessions (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  return Number(statement(sql).run(...cells.values()).lastInsertRowid);
}

function updateSession({ statement }: Connection, key: string, cells: ReadonlyMap<string, Cell>): void {
  if (cells.size === 0) return;
  const sql = `UPDATE sessions SET ${[...cells.keys()].map((name) => `${name} = ?`).join(', ')} WHERE key = ?`;
  if (statement(sql).run(...cells.values(), key).changes === 0) throw noSession(key);
}

/** The patch of a commit. The store maintains the last event number, and events update the session's time. */
function changedCells(commit: SessionCommit, lastSeq: number): ReadonlyMap<string, Cell> {
  const cells = new Map(toCells(commit.patch ?? {}));
  cells.delete('key');
  cells.delete('last_seq');
  if (commit.events.length === 0) return cells;
  cells.set('last_seq', lastSeq + commit.events.length);
  if (!cells.has('updated_at')) cells.set('updated_at', commit.ts);
  return cells;
}

function openIndexWriter({ database }: Connection) {
  const entry = database.prepare('INSERT INTO search_entries (session, seq) VALUES (?, ?)');
  const words = database.prepare('INSERT INTO search (rowid, text) VALUES (?, ?)');
  return {
    add(session: number, event: SessionEvent): void {
      const text = searchableText(event);
      if (text !== undefined) words.run(entry.run(session, event.seq).lastInsertRowid, text);
    },
  };
}

function openTranscriptWriter(connection: Connection) {
  const { database } = connection;
  const lastPos = connection.cell<[number], number>(
    'SELECT max(pos) FROM transcript WHERE session = ? AND pos IS NOT NULL',
  );
  const insert = database.prepare(
    `INSERT INTO transcript (session, seq, part, pos, ts, entry_id, run_id, stop_reason, provider, longest, json)
     VALUES (@session, @seq, @part, @pos, @ts, @entryId, @runId, @stopReason, @provider, @longest, @json)`,
  );
  const hide = database.prepare('UPDATE transcript SET pos = NULL WHERE session = ? AND seq >= ? AND pos IS NOT NULL');
  const rowsWithin = connection.all<[number, number, number], { seq: number; part: number }>(
    'SELECT seq, part FROM transcript WHERE session = ? AND seq BETWEEN ? AND ? ORDER BY seq, part',
  );
  const place = database.prepare('UPDATE transcript SET pos = ? WHERE session = ? AND seq = ? AND part = ?');
  return {
    hideFrom: (session: number, seq: number) => void hide.run(session, seq),
    show(session: number, ranges: readonly SeqRange[]): void {
      hide.run(session, 0);
      let pos = 0;
      for (const { from, to } of ranges)
        for (const { seq, part } of rowsWithin(session, from, to)) place.run(++pos, session, seq, part);
    },
    add(session: number, firstSeq: number, ts: number, rows: NonNullable<SessionCommit['rows']>): void {
      if (rows.length === 0) return;
      let pos = Number(lastPos(session) ?? 0);
      for (const { index, message, part, entryId, longest, ...facts } of rows) {
        const { runId = null, stopReason = null, provider = null } = facts;
        const place = { session, seq: firstSeq + index, part, pos: ++pos, ts };
        insert.run({ ...place, entryId, runId, stopReason, provider, longest, json: JSON.stringify(message) });
      }
    },
  };
}

/** Tracks queued messages so that a restart finds them without reading every session. */
function openQueueWriter({ database }: Connection) {
  const add = database.prepare(
    'INSERT INTO waiting_messages (session, message_id) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const remove = database.prepare('DELETE FROM waiting_messages WHERE session = ? AND message_id = ?');
  const clear = database.prepare('DELETE FROM waiting_messages WHERE session = ?');
  return {
    apply(session: number, event: SessionEvent): void {
      if (event.type === 'message.accepted' && event.queue !== undefined) add.run(session, event.messageId);
      else if (event.type === 'message.withdrawn' || event.type === 'message.injected')
        remove.run(session, event.messageId);
      else if (event.type === 'run.started') for (const id of event.messageIds) remove.run(session, id);
      else if (isMark(event)) clear.run(session);
    },
  };
}

/** Keeps the conversation that a reset closes readable by its id, unless it was deleted. */
function openConversationWriter(connection: Connection) {
  const { database } = connection;
  const begun = connection.cell<[number, number], number>(
    "SELECT max(seq) FROM events WHERE session = ? AND type = 'reset' AND seq < ?",
  );
  const insert = database.prepare(
    'INSERT INTO conversations (session, session_id, from_seq, to_seq, ended_at, reason) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return {
    close(session: number, { seq, ts, previousSessionId, reason }: SessionEventOf<'reset'>): void {
      if (seq === 1 || reason === 'deleted') return;
      insert.run(session, previousSessionId, Number(begun(session, seq) ?? 1), seq - 1, ts, reason ?? 'user');
    },
  };
}
