import { describe, expect, it } from 'vitest';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';

describe('usage reports', () => {
  it('merge the calls of a long session into at most 200 points and lose nothing', async () => {
    const { engine, store } = harness();
    const record = { sessionKey: KEY, runId: 'r', agentId: 'main', provider: 'test', model: 'one' };
    const usage = { input: 2, output: 1, cacheRead: 0, cacheWrite: 0, cost: 0.5 };
    for (let ts = 1; ts <= 450; ts += 1) store.tables.usage.push({ ...record, ts, usage });
    const points = await engine.usage.overTime(KEY);
    expect(points).toHaveLength(150);
    expect(points[0]).toMatchObject({ timestamp: 3, input: 6, output: 3, totalTokens: 9 });
    expect(points.at(-1)).toMatchObject({ timestamp: 450, cumulativeTokens: 1350 });
  });

  it('list a deleted session with its usage, without a record', async () => {
    const { ask, engine, store } = harness([says('hello')]);
    await ask('Hi');
    store.tables.sessions.delete(KEY);
    const { sessions, totals, activity } = await engine.usage.bySession({}, 10);
    expect(sessions).toMatchObject([{ key: KEY, agentId: 'main', usage: { calls: 1, totalTokens: 15 } }]);
    expect(sessions[0]).not.toHaveProperty('record');
    expect([totals.totalTokens, activity.user, activity.assistant]).toEqual([15, 1, 1]);
  });

  it.each([
    [{ from: '2026-02-30x' }, 'INVALID_DATE'],
    [{ to: 'yesterday' }, 'INVALID_DATE'],
    [{ timeZone: 'Mars/Olympus' }, 'UNKNOWN_TIME_ZONE'],
  ])('reject %j', async (query, code) => {
    const { engine } = harness();
    await expect(engine.usage.byDay(query)).rejects.toMatchObject({ extras: { details: { code } } });
  });
});
