import { describe, expect, it } from 'vitest';
import type { SessionUsage } from '#contract/types/session-usage.ts';
import type { UsageRow } from '#contract/types/usage.ts';
import { cacheShare, describeCost, fillDays, mostExpensiveFirst, shiftDay, sumCost, toDay } from './usage-figures.ts';

const ROW: UsageRow = {
  input: 100,
  output: 20,
  cacheRead: 300,
  cacheWrite: 0,
  totalTokens: 420,
  totalCost: 0.5,
  inputCost: 0,
  outputCost: 0,
  cacheReadCost: 0,
  cacheWriteCost: 0,
  missingCostEntries: 0,
};

describe('usage days', () => {
  it('fills days without calls, oldest first', () => {
    const usage = {
      updatedAt: 0,
      days: 3,
      totals: ROW,
      daily: [{ ...ROW, date: '2026-03-01', missingCostEntries: 2 }],
    };
    const days = fillDays(usage, 3, '2026-03-02');
    expect(days.map((day) => [day.date, day.tokens, day.unpriced])).toEqual([
      ['2026-02-28', 0, 0],
      ['2026-03-01', 420, 2],
      ['2026-03-02', 0, 0],
    ]);
    expect(sumCost(days)).toEqual({ cost: 0.5, tokens: 420, unpriced: 2 });
  });

  it('never shows an unknown price as zero', () => {
    expect(describeCost(0, 3)).toBe('Cost unknown');
    expect(describeCost(1.5, 3)).toBe('≥ $1.50');
    expect(describeCost(0, 0)).toBe('$0.00');
    expect(describeCost(2, 0)).toBe('$2.00');
  });

  it('counts days across months and leap years', () => {
    expect(shiftDay('2024-03-01', -1)).toBe('2024-02-29');
    expect(toDay(new Date(2026, 0, 5, 23, 59).getTime())).toBe('2026-01-05');
    expect(toDay(new Date(2026, 0, 6).getTime())).toBe('2026-01-06');
    expect(cacheShare(ROW)).toBe(0.75);
    expect(cacheShare({ input: 0, cacheRead: 0, cacheWrite: 0 })).toBe(0);
  });
});

const session = (key: string, usage: Partial<NonNullable<SessionUsage['usage']>> | null): SessionUsage =>
  ({
    key,
    scope: 'instance',
    usage: usage === null ? null : { calls: 1, totalTokens: 0, totalCost: 0, missingCostEntries: 0, ...usage },
  }) as SessionUsage; // Only these fields are read.

it('sorts by cost, then by tokens without a price, and omits sessions without calls', () => {
  const rows = mostExpensiveFirst([
    session('idle', null),
    session('small', { totalCost: 0.1 }),
    session('unpriced', { totalTokens: 900, missingCostEntries: 2 }),
    session('large', { totalCost: 2 }),
    session('tiny', { totalTokens: 10 }),
  ]);
  expect(rows.map(({ key }) => key)).toEqual(['large', 'small', 'unpriced', 'tiny']);
});
