// Tokens and cost, one row per model call, written in the transaction of its message.
import type {
  UsageRecord,
  UsageStore,
  UsageActivity,
  UsageField,
  UsageFilter,
  UsageGroup,
  UsageScope,
} from '#core/ports/usage-store.ts';
import { localDay } from '#core/usage/local-day.ts';
import type { Connection } from './connection.ts';
import type { Usage } from '#contract/types/content.ts';

/** Usage for the store itself: `add` writes within an open transaction. */
export interface UsageLog extends UsageStore {
  add(record: UsageRecord, ownerId: string): void;
}

/** Opens the usage table. */
export function openUsageLog(connection: Connection): UsageLog {
  const insert = connection.insert('usage');
  return { add: (record, ownerId) => void insert({ ...toCells(record), ownerId }), ...openUsageGroups(connection) };
}

function toCells(record: UsageRecord) {
  const { usage, cost, projectId = null, scheduleId = null, ...call } = record;
  const { input, output, cacheRead, cacheWrite } = usage;
  const sum = cost === undefined ? undefined : cost.input + cost.output + cost.cacheRead + cost.cacheWrite;
  return {
    ...call,
    projectId,
    scheduleId,
    day: localDay(call.ts),
    input,
    output,
    cacheRead,
    cacheWrite,
    cost: sum ?? usage.cost ?? null,
    inputCost: cost?.input ?? null,
    outputCost: cost?.output ?? null,
    cacheReadCost: cost?.cacheRead ?? null,
    cacheWriteCost: cost?.cacheWrite ?? null,
  };
}

const COLUMNS: Readonly<Record<UsageField, string>> = {
  sessionKey: 'session_key',
  agentId: 'agent_id',
  projectId: 'project_id',
  provider: 'provider',
  model: 'model',
  date: 'day',
};

const SUMS = `sum(input) AS input, sum(output) AS output, sum(cache_read) AS cacheRead, sum(cache_write) AS cacheWrite,
  sum(input + output + cache_read + cache_write) AS totalTokens, coalesce(sum(cost), 0) AS totalCost,
  coalesce(sum(input_cost), 0) AS inputCost, coalesce(sum(output_cost), 0) AS outputCost,
  coalesce(sum(cache_read_cost), 0) AS cacheReadCost, coalesce(sum(cache_write_cost), 0) AS cacheWriteCost,
  count(*) FILTER (WHERE cost IS NULL) AS missingCostEntries,
  count(*) AS calls, min(ts) AS firstTs, max(ts) AS lastTs`;

/** With a time zone, the UTC days around it are searched for the local ones. */
const WHERE = `WHERE day >= @firstDay AND day <= @lastDay
  AND (@zone IS NULL OR local_day(ts, @zone) BETWEEN @from AND @to)
  AND (@agentId IS NULL OR agent_id = @agentId) AND (@sessionKey IS NULL OR session_key = @sessionKey)`;

/** Maximum number of calls of one session in a page. */
const MAX_RECORDS = 20_000;

interface ActivityRow {
  readonly type: UsageActivity['type'];
  readonly tool: string | null;
  readonly failed: number | null;
  readonly count: number;
}

type RecordRow = Omit<UsageRecord, 'usage' | 'cost'> & Omit<Usage, 'cost'> & { readonly cost: number | null };

const RECORDS = `
  SELECT ts, session_key AS sessionKey, run_id AS runId, agent_id AS agentId, provider, model, input, output,
    cache_read AS cacheRead, cache_write AS cacheWrite, cost
  FROM (SELECT * FROM usage WHERE session_key = ? ORDER BY id DESC LIMIT ?) ORDER BY id`;

/** Opens the usage queries. */
function openUsageGroups(connection: Connection): Pick<UsageStore, 'groups' | 'total' | 'records' | 'activity'> {
  const { database } = connection;
  // The statements below pass a number and a text.
  database.function('local_day', { deterministic: true }, (ts, zone) => localDay(Number(ts), String(zone)));
  const records = connection.all<[string, number], RecordRow>(RECORDS);
  const activity = connection.all<[Record<string, unknown>], ActivityRow>(
    `SELECT type, CASE WHEN type = 'tool.finished' THEN json_extract(json, '$.name') END AS tool,
       CASE type WHEN 'tool.finished' THEN json_extract(json, '$.isError')
         WHEN 'run.ended' THEN json_extract(json, '$.status') = 'failed' ELSE 0 END AS failed,
       count(*) AS count
     FROM events
     WHERE session IN (SELECT id FROM sessions WHERE key IN (SELECT value FROM json_each(@keys)))
       AND ts >= @since AND ts < @until
       AND (@zone IS NULL OR local_day(ts, @zone) BETWEEN @from AND @to)
       AND type IN ('message.accepted', 'message.completed', 'tool.finished', 'run.ended')
     GROUP BY 1, 2, 3`,
  );
  return {
    async groups(filter, by) {
      const column = (field: UsageField): string =>
        field === 'date' && filter.timeZone !== undefined ? 'local_day(ts, @zone)' : COLUMNS[field];
      const fields = by.map((field) => `${column(field)} AS ${field}`).join(', ');
      const columns = by.map(column).join(', ');
      const order = by.includes('date') ? columns : `totalTokens DESC, ${columns}`;
      const sql = `SELECT ${fields}, ${SUMS} FROM usage ${WHERE} GROUP BY ${columns} ORDER BY ${order}`;
      // The statement returns the columns that it names.
      return connection.read(() => connection.statement(sql).all(toValues(filter)) as UsageGroup[]);
    },
    async total(scope) {
      const [sql, values] = totalQuery(scope);
      // The statement returns the columns that it names, in one row.
      return connection.read(() => connection.statement(sql).get(...values) as UsageTotal);
    },
    records: async (sessionKey) => records(sessionKey, MAX_RECORDS).map(toUsageRecord),
    activity: async (filter, keys) =>
      activity(activityValues(filter, keys)).map(({ tool, failed, ...group }) => ({
        ...group,
        failed: failed === 1,
        ...(tool === null ? {} : { tool }),
      })),
  };
}

type UsageTotal = Awaited<ReturnType<UsageStore['total']>>;

const SCOPE_COLUMNS: Readonly<Record<Exclude<keyof UsageScope, 'since'>, string>> = {
  ownerId: 'owner_id',
  runId: 'run_id',
  sessionKey: 'session_key',
  agentId: 'agent_id',
  projectId: 'project_id',
  scheduleId: 'schedule_id',
};

/** The days are indexed. */
function totalQuery({ since, ...scope }: UsageScope): readonly [sql: string, values: readonly (string | number)[]] {
  const equal = Object.entries(scope).map(([field, value]) => ({
    // `scope` has the fields of `SCOPE_COLUMNS`.
    condition: `${SCOPE_COLUMNS[field as keyof typeof SCOPE_COLUMNS]} = ?`,
    values: [value],
  }));
  const from = since === undefined ? [] : [{ condition: 'day >= ? AND ts >= ?', values: [localDay(since), since] }];
  const parts = [...from, ...equal];
  const sql = `SELECT coalesce(sum(cost), 0) AS cost, coalesce(sum(input + output + cache_read + cache_write), 0) AS tokens,
    count(*) FILTER (WHERE cost IS NULL) AS unpricedCalls
    FROM usage WHERE ${parts.map(({ condition }) => condition).join(' AND ')}`;
  return [sql, parts.flatMap(({ values }) => values)];
}

const DAY_MS = 24 * 60 * 60_000;

function toValues({ from, to, timeZone, agentId, sessionKey }: UsageFilter) {
  const around = timeZone === undefined ? 0 : DAY_MS;
  return {
    from,
    to,
    firstDay: localDay(Date.parse(from) - around),
    lastDay: localDay(Date.parse(to) + around),
    zone: timeZone ?? null,
    agentId: agentId ?? null,
    sessionKey: sessionKey ?? null,
  };
}

function activityValues({ from, to, timeZone }: UsageFilter, keys: readonly string[]) {
  const around = timeZone === undefined ? 0 : DAY_MS;
  const since = Date.parse(from) - around;
  const until = Date.parse(to) + DAY_MS + around;
  return { from, to, zone: timeZone ?? null, keys: JSON.stringify(keys), since, until };
}

function toUsageRecord({ input, output, cacheRead, cacheWrite, cost, ...call }: RecordRow): UsageRecord {
  return { ...call, usage: { input, output, cacheRead, cacheWrite, ...(cost === null ? {} : { cost }) } };
}
