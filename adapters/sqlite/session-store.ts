// Sessions, their events and transcripts.
import type { OpenBlock } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { OpenMessage, SessionQuery, SessionStore } from '#core/ports/sessions-store.ts';
import type { AuditLog } from './audit-log.ts';
import type { Connection } from './connection.ts';
import { openMessageSearch } from './message-search.ts';
import { matchQuery } from './searchable-text.ts';
import { purgeAll } from './purge.ts';
import { toSessionRecord, type SessionRow as Row } from './session-columns.ts';
import { noSession, type SessionWriter } from './session-writer.ts';
import { openTranscripts } from './transcript-store.ts';
import { GATEWAY } from '#core/principal.ts';

/** Dependencies of the session store. */
export interface SessionParts {
  readonly connection: Connection;
  readonly writer: SessionWriter;
  readonly audit: AuditLog;
}

/** SQLite treats a negative limit as no limit. */
const NO_LIMIT = -1;

/** Opens the tables of sessions. */
export function openSessions(parts: SessionParts): SessionStore {
  const { connection } = parts;
  return {
    ...openLists(parts),
    ...openReaders(parts),
    ...openTranscripts(connection),
    ...openMessageSearch(connection),
    ...openWrites(parts),
    ...openOpenMessages(parts),
  };
}

const FILTER = `
    AND (@agentId IS NULL OR agent_id = @agentId)
    AND (@archived IS NULL OR (archived_at IS NOT NULL) = @archived)
    AND (@label IS NULL OR title = @label)
    AND (@updatedSince IS NULL OR updated_at >= @updatedSince)
    AND (@updatedBefore IS NULL OR updated_at < @updatedBefore)
    AND (@parentKey IS NULL OR parent_key = @parentKey)
    AND (@category IS NULL OR category = @category)
    AND (@workspace IS NULL OR workspace = @workspace)
    AND (@pinned IS NULL OR (pinned_at IS NOT NULL) = @pinned)
    AND (@running IS NULL OR run_status = 'running')
    AND (@interacted IS NULL OR last_interaction_at IS NOT NULL)
    AND (@agentIds IS NULL OR agent_id IN (SELECT value FROM json_each(@agentIds)))
    AND (@sessionIdPrefix IS NULL OR substr(session_id, 1, length(@sessionIdPrefix)) = @sessionIdPrefix)
    AND (@exceptPrefixes IS NULL OR NOT EXISTS (
      SELECT 1 FROM json_each(@exceptPrefixes) AS prefix
      WHERE substr(sessions.key, length('agent:' || sessions.agent_id || ':') + 1, length(prefix.value)) = prefix.value))`;

/** Literal conditions, so that SQLite uses the partial indexes. */
const IN_LIST = `FROM sessions WHERE deleted_at IS NULL${FILTER}`;
const IN_TRASH = `FROM sessions WHERE deleted_at IS NOT NULL${FILTER}`;

const ORDERS: Readonly<Record<NonNullable<SessionQuery['sortBy']>, string>> = {
  updatedAt: 'pinned_at IS NULL, updated_at DESC, key',
  lastInteractionAt: 'pinned_at IS NULL, coalesce(last_interaction_at, 0) DESC, key',
  oldest: 'updated_at, key',
};

/** Matches part of a title, key or preview, or prefixes of words in messages. */
const FOUND = `
    AND (instr(lower(coalesce(title, '') || char(10) || coalesce(derived_title, '') || char(10) || coalesce(preview, '') || char(10) || key), lower(@text)) > 0
      OR id IN (SELECT session FROM search_entries WHERE id IN (SELECT rowid FROM search WHERE search MATCH @match)))`;

/** A query that matches nothing, for a search without a single word. */
const NO_MATCH = '""';

function openLists({ connection }: SessionParts): Pick<SessionStore, 'get' | 'list' | 'unsettled'> {
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
    async list(query) {
      const found = query.search === undefined || query.search.trim() === '' ? '' : FOUND;
      const where = (query.deleted === true ? IN_TRASH : IN_LIST) + found;
      const page = connection.statement(
        `SELECT * ${where} ORDER BY ${ORDERS[query.sortBy ?? 'updatedAt']} LIMIT @limit OFFSET @offset`,
      );
      const count = connection.statement(`SELECT count(*) AS total ${where}`);
      const values = listValues(query);
      return connection.read(() => ({
        // Both statements return the columns that they name.
        sessions: (page.all({ ...values, limit: query.limit, offset: query.offset }) as Row[]).map(toSessionRecord),
        total: (count.get(values) as { readonly total: number }).total,
      }));
    },
    unsettled: async () => unsettled().map(toSessionRecord),
  };
}

function listValues(query: SessionQuery): Record<string, string | number | null> {
  const text = query.search?.trim() ?? '';
  const archived = query.archived ?? false;
  return {
    agentId: query.agentId ?? null,
    archived: archived === 'all' ? null : Number(archived),
    label: query.label ?? null,
    updatedSince: query.updatedSince ?? null,
    updatedBefore: query.updatedBefore ?? null,
    parentKey: query.parentKey ?? null,
    category: query.category ?? null,
    workspace: query.workspace ?? null,
    pinned: query.pinned === undefined ? null : Number(query.pinned),
    running: query.running === true ? 1 : null,
    interacted: query.interacted === true ? 1 : null,
    agentIds: query.agentIds === undefined ? null : JSON.stringify(query.agentIds),
    exceptPrefixes: query.exceptPrefixes === undefined ? null : JSON.stringify(query.exceptPrefixes),
    sessionIdPrefix: query.sessionIdPrefix ?? null,
    ...(text === '' ? {} : { text, match: matchQuery(text) ?? NO_MATCH }),
  };
}

type Readers = Pick<SessionStore, 'events' | 'findRun' | 'hasWaiting' | 'leastRetentionDays' | 'keys'>;

function openReaders({ connection }: SessionParts): Readers {
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
    events: async (key, fromSeq, limit = NO_LIMIT) => events(key, fromSeq, limit),
    findRun: async (runId) => run(runId),
    keys: async () => keys(),
    leastRetentionDays: async () => retention() ?? undefined,
    hasWaiting: async (key) => waiting(key) !== undefined,
  };
}

function openWrites({
  connection,
  writer,
  audit,
}: SessionParts): Pick<SessionStore, 'commit' | 'patch' | 'purgeDeleted' | 'purgeAll'> {
  const { database } = connection;
  const get = connection.first<[string], Row>('SELECT * FROM sessions WHERE key = ?');
  const purges = ['approvals', 'approval_rules', 'open_messages'].map((table) =>
    database.prepare<[number]>(
      `DELETE FROM ${table} WHERE session_key IN (SELECT key FROM sessions WHERE deleted_at < ?)`,
    ),
  );
  const purge = database.prepare<[number]>('DELETE FROM sessions WHERE deleted_at < ?');
  return {
    commit: async (commit) => connection.write(() => writer.commit(commit)),
    patch: async (key, patch, entry) =>
      connection.write(() => {
        writer.patch(key, patch);
        if (entry !== undefined) audit.chain(entry);
        const row = get(key);
        if (row === undefined) throw noSession(key);
        return toSessionRecord(row);
      }),
    purgeAll: async (entry) => purgeAll(connection, audit, entry),
    purgeDeleted: async (before) =>
      connection.write(() => {
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
    saveOpenMessage: async (message) =>
      void connection.writeLoosely(() => {
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
