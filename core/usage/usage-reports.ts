// Usage reports: by day, by session, and one session over time.
import { defined } from '#contract/types/defined.ts';
import { isCalendarDate } from '#contract/types/parse-time.ts';
import { addUsage } from '#contract/sessions/session-fold.ts';
import type { UsagePoint } from '#contract/types/session-usage.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type {
  SessionActivity,
  SessionUsageReport,
  UsageFacet,
  UsageQuery,
  UsedSession,
} from '../engine/usage-facet.ts';
import type { UsageRow } from '#contract/types/usage.ts';
import type { UsageActivity, UsageFilter, UsageGroup, UsageRecord } from '../ports/usage-store.ts';
import { localDay, requireTimeZone } from './local-day.ts';

const DAY_MS = 24 * 60 * 60_000;
const FIRST_DATE = '1970-01-01';
const MAX_POINTS = 200;

type Ports = Pick<EnginePorts, 'store' | 'clock'>;

/** The usage reports of the engine. */
export function usageReports({ store, clock }: Ports): UsageFacet {
  return {
    async byDay(query) {
      const filter = toFilter(query, clock.now());
      const groups = await store.usage.groups(filter, ['date']);
      const days = Math.round((Date.parse(filter.to) - Date.parse(filter.from)) / DAY_MS) + 1;
      const daily = groups.map((group) => ({ date: group.date ?? '', ...sumRows([group]) }));
      return { days, daily, totals: sumRows(daily) };
    },
    bySession: (query, limit) => reportSessions(store, toFilter(query, clock.now()), limit),
    overTime: async (sessionKey) => toPoints(await store.usage.records(sessionKey)),
  };
}

function toFilter({ from, to, days, timeZone, agentId, sessionKey }: UsageQuery, now: number): UsageFilter {
  if (timeZone !== undefined) requireTimeZone(timeZone);
  const last = to === undefined ? localDay(now, timeZone) : requireDate(to);
  const first = days === undefined ? FIRST_DATE : localDay(Date.parse(last) - (days - 1) * DAY_MS);
  const start = from === undefined ? first : requireDate(from);
  return { from: start, to: last, ...defined({ timeZone, agentId, sessionKey }) };
}

function requireDate(text: string): string {
  if (isCalendarDate(text)) return text;
  throw invalidRequest(`Not a date: ${text}`, 'INVALID_DATE', 'Use the format YYYY-MM-DD.');
}

async function reportSessions(store: Ports['store'], filter: UsageFilter, limit: number): Promise<SessionUsageReport> {
  const groups = await store.usage.groups(filter, ['sessionKey', 'agentId']);
  const keys = [...new Set(groups.flatMap(({ sessionKey }) => sessionKey ?? []))];
  return {
    from: filter.from,
    to: filter.to,
    sessions: await listSessions(store, groups, filter, limit),
    sessionCount: keys.length,
    totals: sumRows(groups),
    activity: countActivity(keys.length === 0 ? [] : await store.usage.activity(filter, keys)),
    byModel: await store.usage.groups(filter, ['provider', 'model']),
    byProvider: await store.usage.groups(filter, ['provider']),
    byAgent: await store.usage.groups(filter, ['agentId']),
    byProject: await store.usage.groups(filter, ['projectId']),
    byDay: await store.usage.groups(filter, ['date']),
    byModelAndDay: await store.usage.groups(filter, ['date', 'provider', 'model']),
  };
}

/** Existing sessions, and removed ones that called a model in the period. */
async function listSessions(
  { sessions: store }: Ports['store'],
  groups: readonly UsageGroup[],
  { agentId, sessionKey }: UsageFilter,
  limit: number,
): Promise<readonly UsedSession[]> {
  const byKey = new Map(groups.map((group) => [group.sessionKey ?? '', group]));
  const found =
    sessionKey === undefined
      ? (await store.list({ archived: 'all', limit, offset: 0, ...defined({ agentId }) })).sessions
      : [await store.get(sessionKey)];
  const existing = found.flatMap((record): UsedSession[] => {
    if (record === undefined || record.deletedAt !== undefined) return [];
    const { key, agentId: owner, updatedAt } = record;
    return [{ key, agentId: owner, updatedAt, record, ...defined({ usage: byKey.get(key) }) }];
  });
  const known = new Set(existing.map(({ key }) => key));
  const gone = groups.flatMap((usage): UsedSession[] => {
    const { sessionKey: key = '', agentId: owner, lastTs: updatedAt } = usage;
    return known.has(key) ? [] : [{ key, ...defined({ agentId: owner }), updatedAt, usage }];
  });
  return [...existing, ...gone].toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, limit);
}

function countActivity(activity: readonly UsageActivity[]): SessionActivity {
  const count = (matches: (row: UsageActivity) => boolean) =>
    activity.filter(matches).reduce((sum, row) => sum + row.count, 0);
  const results = activity.filter(({ type }) => type === 'tool.finished');
  return {
    user: count(({ type }) => type === 'message.accepted'),
    assistant: count(({ type }) => type === 'message.completed'),
    toolCalls: count(({ type }) => type === 'tool.finished'),
    errors: count(({ failed }) => failed),
    tools: [...new Set(results.flatMap(({ tool }) => tool ?? []))]
      .map((name) => ({ name, count: count(({ tool }) => tool === name) }))
      .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1)),
  };
}

/** Neighboring calls become one point when there are too many. */
function toPoints(records: readonly UsageRecord[]): readonly UsagePoint[] {
  const size = Math.max(1, Math.ceil(records.length / MAX_POINTS));
  const points: UsagePoint[] = [];
  for (let start = 0; start < records.length; start += size) {
    const part = records.slice(start, start + size);
    const { cost = 0, ...tokens } = part.map(({ usage }) => usage).reduce(addUsage);
    const totalTokens = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite;
    const before = points.at(-1);
    points.push({
      timestamp: part.at(-1)?.ts ?? 0,
      ...tokens,
      totalTokens,
      cost,
      cumulativeTokens: (before?.cumulativeTokens ?? 0) + totalTokens,
      cumulativeCost: (before?.cumulativeCost ?? 0) + cost,
    });
  }
  return points;
}

/** The sum of rows, without their other fields. */
export function sumRows(rows: readonly UsageRow[]): UsageRow {
  const sum = (field: keyof UsageRow): number => rows.reduce((total, row) => total + row[field], 0);
  return {
    input: sum('input'),
    output: sum('output'),
    cacheRead: sum('cacheRead'),
    cacheWrite: sum('cacheWrite'),
    totalTokens: sum('totalTokens'),
    totalCost: sum('totalCost'),
    inputCost: sum('inputCost'),
    outputCost: sum('outputCost'),
    cacheReadCost: sum('cacheReadCost'),
    cacheWriteCost: sum('cacheWriteCost'),
    missingCostEntries: sum('missingCostEntries'),
  };
}
