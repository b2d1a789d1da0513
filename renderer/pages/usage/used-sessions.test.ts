import { expect, it } from 'vitest';
import type { SessionUsage } from '#contract/types/session-usage.ts';
import { mostExpensiveFirst } from './used-sessions.ts';

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
