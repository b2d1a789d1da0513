// Conformance of the store of budgets, and of the totals that they limit.
import { expect, it } from 'vitest';
import type { BudgetRecord } from '#core/ports/budget-store.ts';
import type { Store } from '#core/ports/store.ts';
import type { UsageRecord } from '#core/ports/usage-store.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { KEY, saying, T0 } from './store-samples.ts';

const OWNER = testPrincipal('me').userId;
const change = (action: string) => ({ by: testPrincipal('me'), action, subject: 'a', details: {} });

const budget = (id: string, more: Partial<BudgetRecord> = {}): BudgetRecord => ({
  id,
  ownerId: OWNER,
  scope: 'all',
  period: 'day',
  timeZone: 'UTC',
  maxCost: 1,
  createdAt: 1,
  ...more,
});

const call = (more: Partial<UsageRecord>): UsageRecord => ({
  ts: T0,
  sessionKey: KEY,
  runId: 'r1',
  agentId: 'main',
  provider: 'anthropic',
  model: 'one',
  usage: { input: 10, output: 5, cacheRead: 1, cacheWrite: 0 },
  cost: { input: 0.5, output: 0.25, cacheRead: 0, cacheWrite: 0 },
  ...more,
});

/** Registers the tests. */
export function budgetConformance(store: () => Store): void {
  it('keeps budgets, oldest first, and what was decided for their periods until they are changed', async () => {
    const { budgets } = store();
    await budgets.save(budget('a'), change('budget.set'));
    await budgets.save(budget('b', { createdAt: 2 }), change('budget.set'));
    const decided = { budgetId: 'a', window: 'today', ownerId: OWNER, addedCost: 1.5, addedTokens: 2, isWarned: true };
    await budgets.saveWindow({ ...decided, isWarned: false });
    await budgets.saveWindow(decided, change('budget.raised'));
    expect(await budgets.window('a', 'today')).toEqual(decided);
    expect(await budgets.window('b', 'today')).toBeUndefined();
    await budgets.save(budget('a', { maxCost: 2 }), change('budget.set'));
    expect(await budgets.window('a', 'today')).toBeUndefined();
    await budgets.remove('b', change('budget.removed'));
    expect(await budgets.list()).toEqual([budget('a', { maxCost: 2 })]);
  });

  it('adds up the calls of a run, a session, a project, or a schedule since a time', async () => {
    const { sessions, usage } = store();
    const ownerId =
      (await sessions.commit(saying(KEY, 'a', { usage: call({}) }))) && (await sessions.get(KEY))?.ownerId;
    if (ownerId === undefined) throw new Error('the session was not created');
    await sessions.commit(saying(KEY, 'b', { usage: call({ ts: T0 + 1, runId: 'r2', scheduleId: 's' }) }));
    const { cost: _unknown, ...unpriced } = call({ ts: T0 + 2, runId: 'r3', projectId: 'p' });
    await sessions.commit(saying(KEY, 'c', { usage: unpriced }));
    expect(await usage.total({ ownerId })).toEqual({ cost: 1.5, tokens: 48, unpricedCalls: 1 });
    expect(await usage.total({ ownerId, since: T0 + 1 })).toEqual({ cost: 0.75, tokens: 32, unpricedCalls: 1 });
    expect(await usage.total({ ownerId, sessionKey: KEY, runId: 'r1' })).toMatchObject({ cost: 0.75, tokens: 16 });
    expect(await usage.total({ ownerId, scheduleId: 's' })).toMatchObject({ cost: 0.75, unpricedCalls: 0 });
    expect(await usage.total({ ownerId, projectId: 'p' })).toEqual({ cost: 0, tokens: 16, unpricedCalls: 1 });
    expect(await usage.total({ ownerId, agentId: 'nobody' })).toEqual({ cost: 0, tokens: 0, unpricedCalls: 0 });
  });
}
