// Tokens and cost by day, from the projection in the store.
import type { USAGE_METHODS } from '#contract/methods/usage.ts';
import { localDay } from '#core/usage/local-day.ts';
import { requireTimeZone } from './time-zone.ts';
import type { HandlersFor } from '../../server/dispatch/handler.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { UsageCost, UsageRow } from '#contract/types/usage.ts';

const DEFAULT_DAYS = 30;

const DAY_MS = 24 * 60 * 60_000;

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Nothing was used. */
export const NO_USAGE_ROW: UsageRow = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  totalTokens: 0,
  totalCost: 0,
  inputCost: 0,
  outputCost: 0,
  cacheReadCost: 0,
  cacheWriteCost: 0,
  missingCostEntries: 0,
};

export const USAGE_HANDLERS: HandlersFor<typeof USAGE_METHODS> = {
  'usage.status': (_params, { services }) => ({ updatedAt: services.clock.now(), providers: [] }),

  async 'usage.cost'(params, { services }): Promise<UsageCost> {
    const { days = DEFAULT_DAYS, startDate, endDate, agentId, agentScope } = params;
    const now = services.clock.now();
    const timeZone = requireTimeZone(params);
    const to = endDate === undefined ? localDay(now, timeZone) : requireDate(endDate);
    const from = startDate === undefined ? localDay(Date.parse(to) - (days - 1) * DAY_MS) : requireDate(startDate);
    const filter = {
      from,
      to,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(agentId === undefined || agentScope === 'all' ? {} : { agentId }),
    };
    const groups = await services.store.usage.groups(filter, ['date']);
    const daily = groups.map(({ date = '', ...group }) => ({ date, ...sumRows(NO_USAGE_ROW, group) }));
    return {
      updatedAt: now,
      days: Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1,
      daily,
      totals: daily.reduce(sumRows, NO_USAGE_ROW),
    };
  },
};

/** Sum of two rows; further fields of `row` are left out. */
export function sumRows(total: UsageRow, row: UsageRow): UsageRow {
  return {
    input: total.input + row.input,
    output: total.output + row.output,
    cacheRead: total.cacheRead + row.cacheRead,
    cacheWrite: total.cacheWrite + row.cacheWrite,
    totalTokens: total.totalTokens + row.totalTokens,
    totalCost: total.totalCost + row.totalCost,
    inputCost: total.inputCost + row.inputCost,
    outputCost: total.outputCost + row.outputCost,
    cacheReadCost: total.cacheReadCost + row.cacheReadCost,
    cacheWriteCost: total.cacheWriteCost + row.cacheWriteCost,
    missingCostEntries: total.missingCostEntries + row.missingCostEntries,
  };
}

/** The text when it is a date. @throws {GatewayError} */
export function requireDate(text: string): string {
  if (DATE.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw invalidRequest(`not a date: ${text}`, 'INVALID_DATE', 'Use the format YYYY-MM-DD.');
}
