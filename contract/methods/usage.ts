// Usage and cost.
import type { UsageCost, UsageStatus } from '../types/usage.ts';
import { readMethod } from './define-method.ts';
import { NoParams, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** Methods that return usage and cost. */
export const USAGE_METHODS = {
  'usage.status': readMethod({
    summary: "Returns the rate limit usage reported in each provider's last response.",
    params: NoParams,
    result: resultType<UsageStatus>('UsageStatus'),
  }),
  'usage.cost': readMethod({
    summary: 'Returns tokens and cost by day.',
    params: closed({
      days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3660 })),
      startDate: Type.Optional(Type.String()),
      endDate: Type.Optional(Type.String()),
      mode: Type.Optional(Type.Enum(['utc', 'gateway', 'specific'])),
      timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      utcOffset: Type.Optional(Type.String({ pattern: '^UTC[+-][0-9]{1,2}(:[0-5][0-9])?$' })),
      agentId: Type.Optional(Type.String()),
      agentScope: Type.Optional(Type.Literal('all')),
    }),
    result: resultType<UsageCost>('UsageCost'),
  }),
} as const;
