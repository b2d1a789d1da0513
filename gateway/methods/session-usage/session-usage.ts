// Usage by session: totals, over time, and per message.
import type { SESSION_USAGE_METHODS } from '#contract/methods/session-usage.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { SessionUsage, SessionsUsageResult, UsageLine, UsagePoint } from '#contract/types/session-usage.ts';
import type { UsageRow } from '#contract/types/usage.ts';
import type { UsageFilter, UsageGroup, UsageRecord } from '#core/ports/usage-store.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';
import { splitModel } from '../../openclaw/session-row.ts';
import { agentModel, keyOf } from '../sessions/session-access.ts';
import { rowContent } from '../session-reads/transcript-text.ts';
import { localDay } from '#core/usage/local-day.ts';
import { requireTimeZone } from '../usage/time-zone.ts';
import { NO_USAGE_ROW, requireDate, sumRows } from '../usage/usage.ts';
import { usageAggregates } from './usage-aggregates.ts';

const DAY_MS = 24 * 60 * 60_000;
const RANGE_DAYS = { '7d': 7, '30d': 30, '90d': 90, '1y': 365, all: undefined } as const;
const FIRST_DATE = '1970-01-01';
const DEFAULT_SESSIONS = 50;
const MOST_SESSIONS = 1_000;
const MOST_POINTS = 200;
const DEFAULT_LINES = 50;
const LINE_CHARACTERS = 2_000;

export const SESSION_USAGE_HANDLERS: HandlersFor<typeof SESSION_USAGE_METHODS> = {
  'sessions.usage': (params, { services }) => readUsage(params, services),

  async 'sessions.usage.timeseries'({ key: asked, agentId }, { services }) {
    const key = keyOf(asked, services, agentId);
    const record = await services.engine.sessions.get(key);
    const points = pointsOf(await services.store.usage.records(key));
    return { key, ...(record === undefined ? {} : { sessionId: record.sessionId }), points };
  },

  async 'sessions.usage.logs'({ key: asked, agentId, limit = DEFAULT_LINES }, { services }) {
    const key = keyOf(asked, services, agentId);
    const { rows } = await services.engine.queries.transcript(key, { limit, offset: 0 });
    return { key, logs: rows.map(({ json }) => lineOf(json)) };
  },
};

async function readUsage(
  params: MethodParams<'sessions.usage'>,
  services: GatewayServices,
): Promise<SessionsUsageResult> {
  const now = services.clock.now();
  const timeZone = requireTimeZone(params);
  const { from, to } = daysOf(params, localDay(now, timeZone));
  const filter: UsageFilter = {
    from,
    to,
    ...(timeZone === undefined ? {} : { timeZone }),
    ...(params.agentId === undefined || params.agentScope === 'all' ? {} : { agentId: params.agentId }),
    ...(params.key === undefined ? {} : { sessionKey: keyOf(params.key, services, params.agentId) }),
  };
  const groups = await services.store.usage.groups(filter, ['sessionKey', 'agentId']);
  const totals = groups.reduce<UsageRow>(sumRows, NO_USAGE_ROW);
  return {
    updatedAt: now,
    startDate: from,
    endDate: to,
    sessions: await sessionsOf(groups, filter, Math.min(params.limit ?? DEFAULT_SESSIONS, MOST_SESSIONS), services),
    totals,
    aggregates: await usageAggregates(groups, filter, services),
    creatorOptions: [],
    cacheStatus: { status: 'fresh', cachedFiles: 0, pendingFiles: 0, staleFiles: 0 },
  };
}

function daysOf({ startDate, endDate, range = '30d' }: MethodParams<'sessions.usage'>, today: string) {
  const to = endDate === undefined ? today : requireDate(endDate);
  if (startDate !== undefined) return { from: requireDate(startDate), to };
  const days = RANGE_DAYS[range];
  return { from: days === undefined ? FIRST_DATE : localDay(Date.parse(to) - (days - 1) * DAY_MS), to };
}

/** Sessions that there are, and those that are gone but used something; the latest first. */
async function sessionsOf(
  groups: readonly UsageGroup[],
  { agentId, sessionKey }: UsageFilter,
  limit: number,
  services: GatewayServices,
): Promise<readonly SessionUsage[]> {
  const byKey = new Map(groups.map((group) => [group.sessionKey ?? '', group]));
  const one = sessionKey === undefined ? undefined : await services.engine.sessions.get(sessionKey);
  const { sessions } =
    sessionKey === undefined
      ? await services.engine.sessions.list({
          archived: 'all',
          limit,
          offset: 0,
          ...(agentId === undefined ? {} : { agentId }),
        })
      : { sessions: one === undefined ? [] : [one] };
  const there = sessions.map((record): SessionUsage => {
    const { key, sessionId, updatedAt, title, derivedTitle } = record;
    const label = title ?? derivedTitle;
    const { modelProvider, model } = splitModel(record.model ?? agentModel(record.agentId, services));
    const name = label === undefined ? {} : { label };
    const facts = { key, sessionId, updatedAt, agentId: record.agentId, modelProvider, model, ...name };
    return { ...facts, scope: 'instance', usage: usageOf(byKey.get(key)) };
  });
  const known = new Set(there.map(({ key }) => key));
  const gone = groups.flatMap((group): SessionUsage[] => {
    const { sessionKey: key = '', agentId: agent, lastTs } = group;
    if (known.has(key)) return [];
    const owner = agent === undefined ? {} : { agentId: agent };
    return [{ key, ...owner, scope: 'instance', updatedAt: lastTs, usage: usageOf(group) }];
  });
  return [...there, ...gone].toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0)).slice(0, limit);
}

function usageOf(group: UsageGroup | undefined): SessionUsage['usage'] {
  if (group === undefined) return null;
  const { calls, firstTs: firstActivity, lastTs: lastActivity } = group;
  return { ...sumRows(NO_USAGE_ROW, group), calls, firstActivity, lastActivity };
}

/** Neighbouring calls become one point when there are too many. */
function pointsOf(records: readonly UsageRecord[]): readonly UsagePoint[] {
  const size = Math.max(1, Math.ceil(records.length / MOST_POINTS));
  const points: UsagePoint[] = [];
  let cumulativeTokens = 0;
  let cumulativeCost = 0;
  for (let start = 0; start < records.length; start += size) {
    const part = records.slice(start, start + size);
    const sum = (of: (record: UsageRecord) => number) => part.reduce((total, record) => total + of(record), 0);
    const tokens = {
      input: sum(({ usage }) => usage.input),
      output: sum(({ usage }) => usage.output),
      cacheRead: sum(({ usage }) => usage.cacheRead),
      cacheWrite: sum(({ usage }) => usage.cacheWrite),
    };
    const totalTokens = tokens.input + tokens.output + tokens.cacheRead + tokens.cacheWrite;
    const cost = sum(({ usage }) => usage.cost ?? 0);
    cumulativeTokens += totalTokens;
    cumulativeCost += cost;
    points.push({ timestamp: part.at(-1)?.ts ?? 0, ...tokens, totalTokens, cost, cumulativeTokens, cumulativeCost });
  }
  return points;
}

interface PaidRow {
  readonly timestamp: number;
  readonly usage?: { readonly totalTokens: number; readonly cost?: { readonly total: number } };
}

function lineOf(json: string): UsageLine {
  const { role, text } = rowContent(json);
  // Written by the engine.
  const { timestamp, usage } = JSON.parse(json) as PaidRow;
  return {
    timestamp,
    role: role === 'user' || role === 'toolResult' ? role : 'assistant',
    content: truncateText(text, LINE_CHARACTERS),
    ...(usage === undefined ? {} : { tokens: usage.totalTokens }),
    ...(usage?.cost === undefined ? {} : { cost: usage.cost.total }),
  };
}
