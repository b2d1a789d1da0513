// Usage of sessions: totals by session, one session over time, and per message.
import type { SessionsUsageResult, UsageLine, UsagePoint } from '../types/session-usage.ts';
import { readMethod } from './define-method.ts';
import { publishedParams } from '../wire/published.ts';
import { SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const ONE_ROW_REASON = 'A session is one row, across all its conversations.';
const ONE_SESSION = { key: SessionKey, agentId: Type.Optional(Type.String({ minLength: 1 })) };

/** Methods that return the usage of sessions. */
export const SESSION_USAGE_METHODS = {
  'sessions.usage': readMethod({
    summary: 'Returns tokens and cost by session, with totals by model, provider, agent, and day.',
    params: publishedParams('SessionsUsageParams'),
    unsupported: ['includeContextWeight', 'creatorKey'],
    ignores: { groupBy: ONE_ROW_REASON, includeHistorical: ONE_ROW_REASON },
    result: resultType<SessionsUsageResult>('SessionsUsageResult'),
  }),
  'sessions.usage.timeseries': readMethod({
    summary: 'Returns tokens and cost of a session over time, in at most 200 points.',
    params: closed(ONE_SESSION),
    result: resultType<{ readonly key: string; readonly sessionId?: string; readonly points: readonly UsagePoint[] }>(
      'SessionUsageTimeseriesResult',
    ),
  }),
  'sessions.usage.logs': readMethod({
    summary: 'Lists the last messages of a session with their tokens and cost.',
    params: closed({ ...ONE_SESSION, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) }),
    result: resultType<{ readonly key: string; readonly logs: readonly UsageLine[] }>('SessionUsageLogsResult'),
  }),
} as const;
