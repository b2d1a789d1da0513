// Writes the events of a session with their projections and all related rows, in one transaction.
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { DuplicateRun, type SessionCommit, type SessionRecord } from '#core/ports/sessions-store.ts';
import { isMark } from '#core/sessions/session-log.ts';
import type { ApprovalLog } from './approval-store.ts';
import { listAttachments, toStoredJson, type BlobHashes } from './attachments.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { searchableText } from './searchable-text.ts';
import { toCells, type Cell, type SessionPatch } from './session-columns.ts';
import { openTranscriptWriter } from './transcript-writer.ts';
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
  /** The owner of the session and of all rows that belong to it. */
  readonly ownerId: string;
}

/** Writes within a transaction that is already open. */
export interface SessionWriter {
  /** `hashes`: attachments whose contents are stored elsewhere. */
  commit(commit: SessionCommit, hashes?: BlobHashes): readonly SessionEvent[];
  patch(key: string, patch: SessionPatch): void;
}

const NO_BLOBS: BlobHashes = new Map();

/** Prepares all statements of a commit once. */
export function openSessionWriter({ connection, approvals, audit, usage }: SessionWriterParts): SessionWriter {
  const { database } = connection;
  const place = connection.first<[string], SessionPosition>(
    'SELECT id, last_seq AS lastSeq, owner_id AS ownerId FROM sessions WHERE key = ?',
  );
  const claim = connection.insert('runs', 'ON CONFLICT (run_id) DO NOTHING');
  const insertEvent = connection.insert('events');
  const refer = openReferences(connection);
  const closeMessage = database.prepare('DELETE FROM open_messages WHERE message_id = ?');
  const index = openIndexWriter(connection);
  const transcript = openTranscriptWriter(connection);
  const queue = openQueueWriter(connection);
  const conversations = openConversationWriter(connection);

  const findPosition = (commit: SessionCommit): SessionPosition => {
    const found = place(commit.key);
    if (found !== undefined) return found;
    if (commit.create === undefined) throw noSession(commit.key);
    const record = { ...commit.create, key: commit.key, lastSeq: 0 };
    return { id: insertSession(connection, record), lastSeq: 0, ownerId: record.ownerId };
  };

  return {
    patch: (key, patch) => updateSession(connection, key, toCells(patch)),
    commit(commit, hashes = NO_BLOBS) {
      const { id, lastSeq, ownerId } = findPosition(commit);
      const { key: sessionKey, claimRun: runId, ts: claimedAt } = commit;
      if (runId !== undefined && claim({ runId, sessionKey, claimedAt, ownerId }).changes === 0)
        throw new DuplicateRun(`run ${runId} already exists`);
      const events = commit.events.map((draft, offset): SessionEvent => ({
        seq: lastSeq + 1 + offset,
        ts: commit.ts,
        ...draft,
      }));
      for (const event of events) {
        const { seq, ts, type } = event;
        insertEvent({ session: id, seq, ts, type, json: toStoredJson(event, hashes), ownerId });
        refer({ session: id, seq, ownerId }, event, hashes);
        index.add(id, event, ownerId);
        queue.apply(id, event, ownerId);
        if (event.type === 'reset') conversations.close(id, event, ownerId);
      }
      transcript.write({ session: id, ts: commit.ts, ownerId }, lastSeq, { ...commit, hashes });
      updateSession(connection, commit.key, changedCells(commit, lastSeq));
      if (commit.closesMessage !== undefined) closeMessage.run(commit.closesMessage);
      if (commit.usage !== undefined) usage.add(commit.usage, ownerId);
      if (commit.approval !== undefined) approvals.put(commit.approval, ownerId);
      if (commit.audit !== undefined) audit.chain(commit.audit);
      return events;
    },
  };
}

/** Notes which contents an event refers to, so that they are kept as long as its session. */
function openReferences(connection: Connection) {
  const insert = connection.insert('attachment_blobs', 'ON CONFLICT DO NOTHING');
  return (place: { session: number; seq: number; ownerId: string }, event: SessionEvent, hashes: BlobHashes): void => {
    if (hashes.size === 0) return;
    for (const attachment of listAttachments(event)) {
      const hash = hashes.get(attachment);
      if (hash !== undefined) insert({ ...place, hash });
    }
  };
}

/** The error for a key without a session. */
export function noSession(key: string): Error {
  return invalidRequest(`No session has the key "${key}".`, 'SESSION_NOT_FOUND', 'Reload the session list.');
}

function insertSession({ statement, gatewayId }: Connection, record: SessionRecord): number {
  const cells = new Map([...toCells(record), ['gateway_id', gatewayId]]);
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

function openIndexWriter(connection: Connection) {
  const entry = connection.insert('search_entries');
  const words = connection.database.prepare('INSERT INTO search (rowid, text) VALUES (?, ?)');
  return {
    add(session: number, event: SessionEvent, ownerId: string): void {
      const text = searchableText(event);
      if (text !== undefined) words.run(entry({ session, seq: event.seq, ownerId }).lastInsertRowid, text);
    },
  };
}

/** Tracks queued messages so that a restart finds them without reading every session. */
function openQueueWriter(connection: Connection) {
  const { database } = connection;
  const add = connection.insert('waiting_messages', 'ON CONFLICT DO NOTHING');
  const remove = database.prepare('DELETE FROM waiting_messages WHERE session = ? AND message_id = ?');
  const clear = database.prepare('DELETE FROM waiting_messages WHERE session = ?');
  return {
    apply(session: number, event: SessionEvent, ownerId: string): void {
      if (event.type === 'message.accepted' && event.queue !== undefined)
        add({ session, messageId: event.messageId, ownerId });
      else if (event.type === 'message.withdrawn' || event.type === 'message.injected')
        remove.run(session, event.messageId);
      else if (event.type === 'run.started') for (const id of event.messageIds) remove.run(session, id);
      else if (isMark(event)) clear.run(session);
    },
  };
}

/** Stores the conversation that a reset closes, so that it can be read by its ID, unless it was deleted. */
function openConversationWriter(connection: Connection) {
  const begun = connection.cell<[number, number], number>(
    "SELECT max(seq) FROM events WHERE session = ? AND type = 'reset' AND seq < ?",
  );
  const insert = connection.insert('conversations');
  return {
    close(session: number, event: SessionEventOf<'reset'>, ownerId: string): void {
      const { seq, ts: endedAt, previousSessionId: sessionId, reason = 'user' } = event;
      if (seq === 1 || reason === 'deleted') return;
      const fromSeq = Number(begun(session, seq) ?? 1);
      insert({ session, sessionId, fromSeq, toSeq: seq - 1, endedAt, reason, ownerId });
    },
  };
}
