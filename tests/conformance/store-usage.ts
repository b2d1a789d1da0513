// Conformance suite of a store, usage by session, model, and day.
import { expect, it } from 'vitest';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { SessionCommit } from '#core/ports/sessions-store.ts';
import type { Store } from '#core/ports/store.ts';
import type { UsageRecord } from '#core/ports/usage-store.ts';
import { accepted, KEY, saying, T0 } from './store-samples.ts';

const DAY_MS = 24 * 60 * 60_000;
const OTHER = 'agent:main:other';

const call = (sessionKey: string, fields: Partial<UsageRecord> = {}): UsageRecord => ({
  ts: T0,
  sessionKey,
  runId: 'r1',
  agentId: 'main',
  provider: 'anthropic',
  model: 'one',
  usage: { input: 10, output: 5, cacheRead: 1, cacheWrite: 0 },
  cost: { input: 0.5, output: 0.25, cacheRead: 0, cacheWrite: 0 },
  ...fields,
});

/** Registers the tests of usage totals. */
export function usageSums(store: () => Store): void {
  it('adds up calls by group, filtered by days, agents, and sessions', async () => {
    const { sessions, usage } = store();
    await sessions.commit(saying(KEY, 'a', { usage: call(KEY) }));
    await sessions.commit(saying(KEY, 'b', { usage: call(KEY, { ts: T0 + DAY_MS, model: 'two' }) }));
    const { cost: _unknown, ...unpriced } = call(OTHER, { provider: 'local' });
    await sessions.commit(saying(OTHER, 'c', { usage: unpriced }));
    const all = { from: '2026-11-01', to: '2026-11-30' };
    expect(await usage.groups(all, ['sessionKey', 'agentId'])).toMatchObject([
      { sessionKey: KEY, agentId: 'main', calls: 2, totalTokens: 32, totalCost: 1.5, firstTs: T0, lastTs: T0 + DAY_MS },
      { sessionKey: OTHER, calls: 1, totalCost: 0, missingCostEntries: 1 },
    ]);
    expect((await usage.groups(all, ['date'])).map(({ date, calls }) => [date, calls])).toEqual([
      ['2026-11-21', 2],
      ['2026-11-22', 1],
    ]);
    expect(await usage.groups({ ...all, to: '2026-11-21', sessionKey: KEY }, ['provider', 'model'])).toMatchObject([
      { provider: 'anthropic', model: 'one', calls: 1 },
    ]);
    expect(await usage.groups({ ...all, agentId: 'nobody' }, ['provider'])).toEqual([]);
    expect((await usage.records(KEY)).map(({ model, usage: { cost } }) => [model, cost])).toEqual([
      ['one', 0.75],
      ['two', 0.75],
    ]);
  });

  it('counts days in a time zone', async () => {
    const { sessions, usage } = store();
    const evening = Date.parse('2026-11-21T23:30:00Z');
    await sessions.commit(saying(KEY, 'a', { usage: call(KEY, { ts: evening }) }));
    await sessions.commit(saying(KEY, 'b', { usage: call(KEY, { ts: evening + DAY_MS }) }));
    const days = async (timeZone: string | undefined, from: string, to = from) => {
      const groups = await usage.groups({ from, to, ...(timeZone === undefined ? {} : { timeZone }) }, ['date']);
      return groups.map(({ date, calls }) => [date, calls]);
    };
    expect(await days(undefined, '2026-11-21', '2026-11-22')).toEqual([
      ['2026-11-21', 1],
      ['2026-11-22', 1],
    ]);
    expect(await days('Europe/Oslo', '2026-11-22')).toEqual([['2026-11-22', 1]]);
    expect(await days('Europe/Oslo', '2026-11-21')).toEqual([]);
    expect(await days('-11:45', '2026-11-21')).toEqual([['2026-11-21', 1]]);
  });

  it('counts messages and tool calls of sessions by day', async () => {
    const { sessions, usage } = store();
    const tool = (callId: string, isError: boolean): SessionEventDraft => ({
      type: 'tool.finished',
      callId,
      runId: 'r1',
      name: 'exec',
      isError,
      text: '',
      details: {},
      durationMs: 1,
    });
    await sessions.commit(saying(KEY, 'a', { events: [accepted('a', 'a'), tool('1', false), tool('2', true)] }));
    await sessions.commit(saying(KEY, 'b', { ts: T0 + DAY_MS }));
    await sessions.commit(saying(OTHER, 'c'));
    const day = { from: '2026-11-21', to: '2026-11-21' };
    const counted = (await usage.activity(day, [KEY])).map(({ type, tool: name, failed, count }) =>
      [type, name ?? '', failed, count].join(' '),
    );
    expect(counted.toSorted()).toEqual([
      'message.accepted  false 1',
      'tool.finished exec false 1',
      'tool.finished exec true 1',
    ]);
  });
}

/** Registers the tests of usage by day. */
export function usageDays(store: () => Store): void {
  const usage = { input: 10, output: 5, cacheRead: 2, cacheWrite: 1 };
  const commit = (fields: Partial<NonNullable<SessionCommit['usage']>>): SessionCommit =>
    saying(KEY, 'x', {
      usage: {
        ts: T0,
        sessionKey: KEY,
        runId: 'r',
        agentId: 'main',
        provider: 'demo',
        model: 'demo',
        usage,
        cost: { input: 0.5, output: 0.25, cacheRead: 0.125, cacheWrite: 0.0625 },
        ...fields,
      },
    });

  it('adds up usage by UTC day and agent and counts calls without a price', async () => {
    const nextDay = T0 + 24 * 60 * 60 * 1000;
    const { cost: _free, ...unpriced } = commit({}).usage ?? {};
    await store().sessions.commit(commit({}));
    await store().sessions.commit({ ...commit({}), usage: unpriced as NonNullable<SessionCommit['usage']> });
    await store().sessions.commit(commit({ ts: nextDay, agentId: 'helper' }));
    const november = { from: '2026-11-01', to: '2026-11-30' };
    const days = await store().usage.groups(november, ['date']);
    expect(days).toMatchObject([
      {
        date: '2026-11-21',
        input: 20,
        output: 10,
        cacheRead: 4,
        cacheWrite: 2,
        totalTokens: 36,
        totalCost: 0.9375,
        inputCost: 0.5,
        outputCost: 0.25,
        cacheReadCost: 0.125,
        cacheWriteCost: 0.0625,
        missingCostEntries: 1,
      },
      {
        date: '2026-11-22',
        input: 10,
        output: 5,
        cacheRead: 2,
        cacheWrite: 1,
        totalTokens: 18,
        totalCost: 0.9375,
        missingCostEntries: 0,
      },
    ]);
    expect(await store().usage.groups({ ...november, agentId: 'helper' }, ['date'])).toHaveLength(1);
    expect(await store().usage.groups({ from: '2027-01-01', to: '2027-01-02' }, ['date'])).toEqual([]);
  });
}
