// Usage by session: totals, over time, and per message.
import { defined } from '#contract/types/defined.ts';
import { toSessionUsage, toUsageAggregates, toUsageLine, toUsageQuery } from '../../openclaw/usage-shapes.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';

const RANGE_DAYS = { '7d': 7, '30d': 30, '90d': 90, '1y': 365, all: undefined } as const;
const DEFAULT_SESSIONS = 50;
const MAX_SESSIONS = 1_000;
const DEFAULT_LINES = 50;

export const SESSION_USAGE_HANDLERS = defineHandlers({
  async 'sessions.usage'({ key, range = '30d', limit = DEFAULT_SESSIONS, ...params }, { services, engine }) {
    const sessionKey = key === undefined ? undefined : engine.sessions.resolveKey(key, params.agentId);
    const query = { ...toUsageQuery(params), days: RANGE_DAYS[range], sessionKey };
    const report = await engine.usage.bySession(query, Math.min(limit, MAX_SESSIONS));
    return {
      updatedAt: services.clock.now(),
      startDate: report.from,
      endDate: report.to,
      sessions: report.sessions.map((session) => toSessionUsage(session, (agentId) => engine.agents.model(agentId))),
      totals: report.totals,
      aggregates: toUsageAggregates(report),
      creatorOptions: [],
      cacheStatus: { status: 'fresh', cachedFiles: 0, pendingFiles: 0, staleFiles: 0 },
    };
  },

  async 'sessions.usage.timeseries'({ key: asked, agentId }, { engine }) {
    const key = engine.sessions.resolveKey(asked, agentId);
    const record = await engine.sessions.get(key);
    const points = await engine.usage.overTime(key);
    return { key, ...defined({ sessionId: record?.sessionId }), points };
  },

  async 'sessions.usage.logs'({ key: asked, agentId, limit = DEFAULT_LINES }, { engine }) {
    const key = engine.sessions.resolveKey(asked, agentId);
    const { rows } = await engine.queries.transcript(key, { limit, offset: 0 });
    return { key, logs: rows.map(({ json }) => toUsageLine(json)) };
  },
});
