// Lists of sessions: only the requested filters are part of a query, so that SQLite can read a page in the order of an index.
import type { SessionQuery, SessionRecord } from '#core/ports/sessions-store.ts';
import { setBounded } from '#core/set-bounded.ts';
import type { Connection } from './connection.ts';
import { matchQuery } from './searchable-text.ts';
import { toSessionRecord, type SessionPatch, type SessionRow } from './session-columns.ts';

/** A page of sessions, and the number of all that match. */
type SessionPage = { readonly sessions: readonly SessionRecord[]; readonly total: number };

/** Lists sessions. */
export interface SessionLists {
  list(query: SessionQuery): SessionPage;
  /** Called after sessions were created or removed. */
  changed(): void;
  /** Called after fields of a session were changed. */
  patched(patch: SessionPatch): void;
}

type Value = string | number;
type Filters = Omit<SessionQuery, 'limit' | 'offset' | 'sortBy'>;

/** A part of a WHERE clause. Its values have names that no other part uses. */
interface Condition {
  readonly sql: string;
  readonly values?: Readonly<Record<string, Value>>;
}

const ORDERS: Readonly<Record<NonNullable<SessionQuery['sortBy']>, string>> = {
  updatedAt: 'pinned_at IS NULL, updated_at DESC, key',
  lastInteractionAt: 'pinned_at IS NULL, coalesce(last_interaction_at, 0) DESC, key',
  oldest: 'updated_at, key',
};

/** Fields that decide which lists contain a session. The fields that each message changes are missing; see {@link isCounted}. */
const LISTED_BY: readonly (keyof SessionRecord)[] = [
  'agentId',
  'archivedAt',
  'category',
  'deletedAt',
  'parentKey',
  'pinnedAt',
  'projectId',
  'sessionId',
  'title',
  'workspace',
];

/** Most kinds of queries with a prepared statement, and filters with a known total. */
const MAX_STATEMENTS = 64;
const MAX_TOTALS = 64;

/** Matches part of a title, key or preview, or prefixes of words in messages. */
const FOUND = `(instr(lower(coalesce(title, '') || char(10) || coalesce(derived_title, '') || char(10) || coalesce(preview, '') || char(10) || key), lower(@text)) > 0
      OR id IN (SELECT value FROM json_each(@found)))`;

/** Opens the lists. */
export function openSessionLists(connection: Connection): SessionLists {
  const prepared = openStatements(connection);
  const said = connection.cell<[string], string>(
    `SELECT json_group_array(session) FROM (SELECT DISTINCT session FROM search_entries
       WHERE id IN (SELECT rowid FROM search WHERE search MATCH ?))`,
  );
  const totals = new Map<string, number>();

  const findSaid = (text: string): string => {
    const match = matchQuery(text);
    return (match === undefined ? undefined : said(match)) ?? '[]';
  };

  const count = (filters: Filters, where: string, values: Readonly<Record<string, Value>>): number => {
    const name = JSON.stringify([where, values]);
    const known = isCounted(filters) ? totals.get(name) : undefined;
    if (known !== undefined) return known;
    // The statement returns one number.
    const total = prepared(`SELECT count(*) ${where}`).pluck().get(values) as number;
    if (isCounted(filters)) setBounded(totals, name, total, MAX_TOTALS);
    return total;
  };

  return {
    list: ({ limit, offset, sortBy = 'updatedAt', ...filters }) =>
      connection.read(() => {
        const conditions = toConditions(filters, findSaid);
        const where = `FROM sessions WHERE ${conditions.map(({ sql }) => sql).join(' AND ')}`;
        const values = Object.assign({}, ...conditions.map((condition) => condition.values)) as Record<string, Value>;
        const page = prepared(`SELECT * ${where} ORDER BY ${ORDERS[sortBy]} LIMIT @limit OFFSET @offset`);
        // The table has the columns of a row.
        const rows = page.all({ ...values, limit, offset }) as SessionRow[];
        const isLast = rows.length < limit && (rows.length > 0 || offset === 0);
        const total = isLast ? offset + rows.length : count(filters, where, values);
        return { sessions: rows.map(toSessionRecord), total };
      }),
    changed: () => totals.clear(),
    patched(patch) {
      if (LISTED_BY.some((field) => field in patch)) totals.clear();
    },
  };
}

/** Whether the total of a filter stays the same until a field of {@link LISTED_BY} changes. */
function isCounted({ search, updatedSince, updatedBefore, running, interacted }: Filters): boolean {
  return (
    (search?.trim() ?? '') === '' &&
    updatedSince === undefined &&
    updatedBefore === undefined &&
    running !== true &&
    interacted !== true
  );
}

/** The conditions of a query. Those of the partial indexes are literal, so that SQLite uses them. */
function toConditions(filters: Filters, findSaid: (text: string) => string): readonly Condition[] {
  const { archived = false, deleted, pinned, agentIds, sessionIdPrefix, exceptPrefixes = [] } = filters;
  const text = filters.search?.trim() ?? '';
  return [
    { sql: deleted === true ? 'deleted_at IS NOT NULL' : 'deleted_at IS NULL' },
    ...(archived === 'all' ? [] : [{ sql: archived ? 'archived_at IS NOT NULL' : 'archived_at IS NULL' }]),
    ...(pinned === undefined ? [] : [{ sql: pinned ? 'pinned_at IS NOT NULL' : 'pinned_at IS NULL' }]),
    ...(filters.running === true ? [{ sql: "run_status = 'running'" }] : []),
    ...(filters.interacted === true ? [{ sql: 'last_interaction_at IS NOT NULL' }] : []),
    ...compare('agentId', 'agent_id =', filters.agentId),
    ...compare('label', 'title =', filters.label),
    ...compare('parentKey', 'parent_key =', filters.parentKey),
    ...compare('category', 'category =', filters.category),
    ...compare('workspace', 'workspace =', filters.workspace),
    ...compare('projectId', 'project_id =', filters.projectId),
    ...compare('updatedSince', 'updated_at >=', filters.updatedSince),
    ...compare('updatedBefore', 'updated_at <', filters.updatedBefore),
    ...compare('sessionIdPrefix', 'substr(session_id, 1, length(@sessionIdPrefix)) =', sessionIdPrefix),
    ...(agentIds === undefined
      ? []
      : [
          {
            sql: 'agent_id IN (SELECT value FROM json_each(@agentIds))',
            values: { agentIds: JSON.stringify(agentIds) },
          },
        ]),
    ...exceptPrefixes.map((prefix, index) => withoutPrefix(`except${index}`, prefix)),
    ...(text === '' ? [] : [{ sql: FOUND, values: { text, found: findSaid(text) } }]),
  ];
}

function compare(name: string, comparison: string, value: Value | undefined): readonly Condition[] {
  return value === undefined ? [] : [{ sql: `${comparison} @${name}`, values: { [name]: value } }];
}

/** Keys are `agent:<agent>:<rest>`; the prefix is one of the rest. */
function withoutPrefix(name: string, prefix: string): Condition {
  return {
    sql: `substr(key, length('agent:' || agent_id || ':') + 1, length(@${name})) <> @${name}`,
    values: { [name]: prefix },
  };
}

/** Prepares each statement once, and forgets the oldest of too many. */
function openStatements({ database }: Connection) {
  const statements = new Map<string, ReturnType<typeof database.prepare<[object]>>>();
  return (sql: string) => {
    const known = statements.get(sql) ?? database.prepare<[object]>(sql);
    setBounded(statements, sql, known, MAX_STATEMENTS);
    return known;
  };
}
