// Conformance suite of a store, agent activity.
import { expect, it } from 'vitest';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import { ACTIVITY_TYPES } from '#core/ports/activity.ts';
import type { Store } from '#core/ports/store.ts';
import { saying } from './store-samples.ts';

const FIRST = 'agent:main:one';
const SECOND = 'agent:main:two';
const T0 = Date.UTC(2026, 10, 21, 8, 0, 0);

/** Registers the tests of runs and tool calls across sessions. */
export function activityConformance(store: () => Store): void {
  it('lists runs and tool calls of all sessions, newest first, filtered by kind, session, run, and time', async () => {
    const { sessions, activity } = store();
    const started = (runId: string): SessionEventDraft => ({
      type: 'run.started',
      runId,
      messageIds: [],
      agentId: 'main',
      provider: 'demo',
      model: 'demo',
    });
    const tool = {
      type: 'tool.started',
      callId: 'c',
      runId: 'r1',
      name: 'list',
      title: 'list',
      decidedBy: 'x',
    } as const;
    await sessions.commit(saying(FIRST, 'one', { events: [started('r1'), tool] }));
    await sessions.commit(saying(SECOND, 'two', { ts: T0 + 1, events: [started('r2')] }));
    await sessions.commit({ key: FIRST, ts: T0 + 2, events: [{ ...tool, callId: 'd' }] });
    const list = async (query: Partial<Parameters<typeof activity.list>[0]> = {}) =>
      (await activity.list({ types: ACTIVITY_TYPES, limit: 10, ...query })).map(
        ({ sessionKey, event }) => `${sessionKey.slice(-3)} ${event.type} ${'callId' in event ? event.callId : ''}`,
      );
    const all = ['one tool.started d', 'two run.started ', 'one tool.started c', 'one run.started '];
    expect(await list()).toEqual(all);
    expect(await list({ types: ['run.started'] })).toEqual([all[1], all[3]]);
    expect(await list({ sessionKey: SECOND })).toEqual([all[1]]);
    expect(await list({ runId: 'r1', limit: 2 })).toEqual([all[0], all[2]]);
    expect(await list({ agentId: 'other' })).toEqual([]);
    expect(await list({ afterMs: T0, beforeMs: T0 + 2 })).toEqual([all[1]]);
    expect((await activity.list({ types: ACTIVITY_TYPES, limit: 1 }))[0]).toMatchObject({
      sessionId: `id of ${FIRST}`,
    });
    const [, second] = await activity.list({ types: ACTIVITY_TYPES, limit: 2 });
    expect(await list({ before: second?.sequence ?? 0 })).toEqual(all.slice(2));
  });
}
