// Sessions, their events and transcripts.
import type { OpenBlock } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { OpenMessage, SessionStore } from '#core/ports/sessions-store.ts';
import { DELIVERIES_PREFIX } from '#core/ports/settings-store.ts';
import type { AuditLog } from './audit-log.ts';
import type { AttachmentBlobs } from './blob-store.ts';
import { openCheckpoints } from './checkpoint-store.ts';
import type { Connection } from './connection.ts';
import { openMessageSearch } from './message-search.ts';
import { purgeAll } from './purge.ts';
import { toSessionRecord, type SessionRow as Row } from './session-columns.ts';
import { openSessionLists, type SessionLists } from './session-lists.ts';
import { noSession, type SessionWriter } from './session-writer.ts';
import { openTranscripts } from './transcript-store.ts';
import { GATEWAY } from '#core/principal.ts';

/** Dependencies of the session store. */
export interface SessionParts {
  readonly connection: Connection;
  readonly writer: SessionWriter;
  readonly audit: AuditLog;
  readonly attachments: AttachmentBlobs;
}

/** SQLite treats a negative limit as no limit. */
const NO_LIMIT = -1;

/** Opens the tables of sessions. */
export function openSessions(parts: SessionParts): SessionStore {
  const { connection } = parts;
  const lists = openSessionLists(connection);
  return {
    list: async (query) => lists.list(query),
    ...openRecords(parts),
    ...openReaders(parts),
    ...openTranscripts(connection, parts.attachments),
    ...openCheckpoints(connection, parts.attachments.read),
    ...openMessageSearch(connection),
    ...countWrites(openWrites(parts), lists),
    ...openOpenMessages(parts),
  };
}

function openRecords({ connection }: SessionParts): Pick<SessionStore, 'get' | 'unsettled'> {
  const get = connection.first<[string], Row>('SELECT * FROM sessions WHERE key = ?');
  const unsettled = connection.all<[], Row>(
    `SELECT * FROM sessions WHERE run_status = 'running'
      OR key IN (SELECT session_key FROM approvals WHERE status = 'pending')
      OR key IN (SELECT session_key FROM open_messages)
      OR id IN (SELECT session FROM waiting_messages) ORDER BY updated_at`,
  );
  return {
    async get(key) {
      const row = get(key);
      return row === undefined ? undefined : toSessionRecord(row);
    },
    unsettled: async () => unsettled().map(toSessionRecord),
  };
}

type Readers = Pick<SessionStore, 'events' | 'findRun' | 'hasWaiting' | 'leastRetentionDays' | 'keys'>;

function openReaders({ connection, attachments }: SessionParts): Readers {
  const events = connection.records<[string, number, number], SessionEvent>(
    'SELECT json FROM events WHERE session = (SELECT id FROM sessions WHERE key = ?) AND seq >= ? ORDER BY seq LIMIT ?',
  );
  const run = connection.first<[string], { sessionKey: string }>(
    'SELECT session_key AS sessionKey FROM runs WHERE run_id = ?',
  );
  const keys = connection.cells<[], string>('SELECT key FROM sessions ORDER BY created_at, key');
  const retention = connection.cell<[], number | null>(
    'SELECT min(retention_days) FROM sessions WHERE retention_days > 0 AND deleted_at IS NULL',
  );
  const waiting = connection.cell<[string], number>(
    'SELECT 1 FROM waiting_messages WHERE session = (SELECT id FROM sessions WHERE key = ?) LIMIT 1',
  );
  return {
    events: async (key, fromSeq, limit = NO_LIMIT) => events(key, fromSeq, limit).map(attachments.restore),
    findRun: async (runId) => run(runId),
    keys: async () => keys(),
    leastRetentionDays: async () => retention() ?? undefined,
    hasWaiting: async (key) => waiting(key) !== undefined,
  };
}

type Writes = Pick<SessionStore, 'commit' | 'patch' | 'purgeDeleted' | 'purgeAll'>;

/** Counts the writes of sessions and reports them to the lists, before the write resolves for its caller. */
function countWrites(writes: Writes, lists: SessionLists): Writes & Pick<SessionStore, 'revision'> {
  let revision = 0;
  const after = async <T>(write: Promise<T>, report: () => void): Promise<T> => {
    try {
      return await write;
    } finally {
      revision += 1;
      report();
    }
  };
  return {
    revision: () => revision,
    commit: (commit) =>
      after(writes.commit(commit), () =>
        commit.create === undefined ? lists.patched(commit.patch ?? {}) : lists.changed(),
      ),
    patch: (key, patch, audit) => after(writes.patch(key, patch, audit), () => lists.patched(patch)),
    purgeAll: (audit) => after(writes.purgeAll(audit), lists.changed),
    purgeDeleted: (before) => after(writes.purgeDeleted(before), lists.changed),
  };
}

function openWrites({ connection, writer, audit, attachments }: SessionParts): Writes {
  const { database } = connection;
  const get = connection.first<[string], Row>('SELECT * FROM sessions WHERE key = ?');
  const purges = ['approvals', 'approval_rules', 'open_messages', 'model_requests', 'request_parts'].map((table) =>
    database.prepare<[number]>(
      `DELETE FROM ${table} WHERE session_key IN (SELECT key FROM sessions WHERE deleted_at < ?)`,
    ),
  );
  const purgeDeliveries = database.prepare<[string, number]>(
    `DELETE FROM settings WHERE key IN
       (SELECT ? || id FROM approvals WHERE session_key IN (SELECT key FROM sessions WHERE deleted_at < ?))`,
  );
  const purge = database.prepare<[number]>('DELETE FROM sessions WHERE deleted_at < ?');
  return {
    commit: (commit) =>
      attachments.store(commit, (hashes) => connection.writeTogether(() => writer.commit(commit, hashes))),
    patch: async (key, patch, entry) =>
      connection.write(() => {
        writer.patch(key, patch);
        if (entry !== undefined) audit.chain(entry);
        const row = get(key);
        if (row === undefined) throw noSession(key);
        return toSessionRecord(row);
      }),
    async purgeAll(entry) {
      // Their contents would be removed before anything refers to them.
      await attachments.settle();
      return purgeAll(connection, audit, entry);
    },
    purgeDeleted: async (before) =>
      connection.write(() => {
        purgeDeliveries.run(DELIVERIES_PREFIX, before);
        for (const statement of purges) statement.run(before);
        return purge.run(before).changes;
      }),
  };
}

type OpenMessageRow = Omit<OpenMessage, 'blocks'> & { readonly blocks: string };

function openOpenMessages({
  connection,
}: SessionParts): Pick<SessionStore, 'saveOpenMessage' | 'openMessages' | 'dropOpenMessage'> {
  const { database } = connection;
  const save = connection.insert(
    'open_messages',
    'ON CONFLICT (message_id) DO UPDATE SET blocks = @blocks, updated_at = @updatedAt, provider = @provider, model = @model',
  );
  const readOwner = connection.cell<[string], string>('SELECT owner_id FROM sessions WHERE key = ?');
  const all = connection.all<[], OpenMessageRow>(
    `SELECT message_id AS messageId, session_key AS sessionKey, run_id AS runId, provider, model, blocks, updated_at AS updatedAt
     FROM open_messages ORDER BY updated_at`,
  );
  const drop = database.prepare('DELETE FROM open_messages WHERE message_id = ?');
  return {
    // Text in progress may be lost in a power failure but not in a kill, so this doesn't wait for the disk.
    saveOpenMessage: (message) =>
      connection.writeUnsyncedTogether(() => {
        const ownerId = readOwner(message.sessionKey) ?? GATEWAY.userId;
        save({ ...message, blocks: JSON.stringify(message.blocks), ownerId });
      }),
    openMessages: async () => all().map(toOpenMessage),
    dropOpenMessage: async (messageId) => void connection.write(() => drop.run(messageId)),
  };
}

function toOpenMessage({ blocks, ...message }: OpenMessageRow): OpenMessage {
  // Written by `saveOpenMessage` from blocks.
  return { ...message, blocks: JSON.parse(blocks) as readonly OpenBlock[] };
}
