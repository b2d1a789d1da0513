// Usage grouped by shared properties of the calls, and per call.
import type {
  UsageActivity,
  UsageField,
  UsageFilter,
  UsageGroup,
  UsageRecord,
  UsageStore,
} from '#core/ports/usage-store.ts';
import type { Connection } from './connection.ts';

const COLUMNS: Readonly<Record<UsageField, string>> = {
  sessionKey: 'session_key',
  agentId: 'agent_id',
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

const WHERE = `WHERE day >= @from AND day <= @to
  AND (@agentId IS NULL OR agent_id = @agentId) AND (@sessionKey IS NULL OR session_key = @sessionKey)`;

/** Maximum number of calls of one session in a page. */
const MOST_RECORDS = 20_000;

interface ActivityRow {
  readonly type: UsageActivity['type'];
  readonly tool: string | null;
  readonly failed: number | null;
  readonly count: number;
}

interface RecordRow {
  readonly ts: number;
  readonly run_id: string;
  readonly agent_id: string;
  readonly provider: string;
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cache_read: number;
  readonly cache_write: number;
  readonly cost: number | null;
}

/** Opens the usage queries. */
export function openUsageGroups(connection: Connection): Pick<UsageStore, 'groups' | 'records' | 'activity'> {
  const { database } = connection;
  const records = database.prepare<[string, number], RecordRow>(
    'SELECT * FROM (SELECT * FROM usage WHERE session_key = ? ORDER BY id DESC LIMIT ?) ORDER BY id',
  );
  const activity = database.prepare<[Record<string, unknown>], ActivityRow>(
    `SELECT type, CASE WHEN type = 'tool.finished' THEN json_extract(json, '$.name') END AS tool,
       CASE type WHEN 'tool.finished' THEN json_extract(json, '$.isError')
         WHEN 'run.ended' THEN json_extract(json, '$.status') = 'failed' ELSE 0 END AS failed,
       count(*) AS count
     FROM events
     WHERE session IN (SELECT id FROM sessions WHERE key IN (SELECT value FROM json_each(@keys)))
       AND ts >= @since AND ts < @until
       AND type IN ('message.accepted', 'message.completed', 'tool.finished', 'run.ended')
     GROUP BY 1, 2, 3`,
  );
  return {
    async groups(filter, by) {
      const fields = by.map((field) => `${COLUMNS[field]} AS ${field}`).join(', ');
      const columns = by.map((field) => COLUMNS[field]).join(', ');
      const order = by.includes('date') ? columns : `totalTokens DESC, ${columns}`;
      const sql = `SELECT ${fields}, ${SUMS} FROM usage ${WHERE} GROUP BY ${columns} ORDER BY ${order}`;
      // The statement returns the columns that it names.
      return connection.read(() => connection.statement(sql).all(valuesOf(filter)) as UsageGroup[]);
    },
    records: async (sessionKey) =>
      connection.read(() => records.all(sessionKey, MOST_RECORDS)).map((row) => recordOf(sessionKey, row)),
    activity: async ({ from, to }, keys) =>
      connection
        .read(() =>
          activity.all({ keys: JSON.stringify(keys), since: Date.parse(from), until: Date.parse(to) + DAY_MS }),
        )
        .map(({ type, tool, failed, count }) => ({
          type,
          failed: failed === 1,
          count,
          ...(tool === null ? {} : { tool }),
        })),
  };
}

const DAY_MS = 24 * 60 * 60_000;

function valuesOf({ from, to, agentId, sessionKey }: UsageFilter) {
  return { from, to, agentId: agentId ?? null, sessionKey: sessionKey ?? null };
}

function recordOf(sessionKey: string, row: RecordRow): UsageRecord {
  const { ts, run_id: runId, agent_id: agentId, provider, model, input, output, cost } = row;
  const usage = { input, output, cacheRead: row.cache_read, cacheWrite: row.cache_write };
  return { ts, sessionKey, runId, agentId, provider, model, usage: cost === null ? usage : { ...usage, cost } };
}
