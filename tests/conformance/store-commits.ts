// Conformance suite of a store: commits, events, and lists of sessions.
import { expect, it } from 'vitest';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import { DuplicateRun, type SessionRecord } from '#core/ports/sessions-store.ts';
import type { Store } from '#core/ports/store.ts';
import { accepted, AUDIT, KEY, saying, sessionRecord, started, T0 } from './store-samples.ts';

/** Events and records of sessions. */
export function commits(store: () => Store): void {
  it('numbers events per session from 1 without gaps', async () => {
    const first = await store().sessions.commit(saying(KEY, 'one', { events: [accepted('a', 'one'), started(['a'])] }));
    const second = await store().sessions.commit({ key: KEY, ts: T0 + 5, events: [accepted('b', 'two')] });
    const other = await store().sessions.commit(saying('agent:main:two', 'hello'));
    expect(first.map((event) => [event.seq, event.ts, event.type])).toEqual([
      [1, T0, 'message.accepted'],
      [2, T0, 'run.started'],
    ]);
    expect(second).toMatchObject([{ seq: 3, ts: T0 + 5, messageId: 'b' }]);
    expect(other[0]?.seq).toBe(1);
    expect(await store().sessions.get(KEY)).toMatchObject({ lastSeq: 3, updatedAt: T0 + 5 });
  });

  it('returns events unchanged, from a number on, up to a limit', async () => {
    const drafts = Array.from({ length: 5 }, (_, n) => accepted(`m${n}`, `text ${n} "quoted" ünï 🚪 \u0000`));
    const written = await store().sessions.commit(saying(KEY, 'x', { events: drafts }));
    expect(await store().sessions.events(KEY, 1)).toEqual(written);
    expect((await store().sessions.events(KEY, 3)).map((event) => event.seq)).toEqual([3, 4, 5]);
    expect((await store().sessions.events(KEY, 2, 2)).map((event) => event.seq)).toEqual([2, 3]);
    expect(await store().sessions.events('agent:main:nowhere', 1)).toEqual([]);
  });

  it('stores every field of a session record', async () => {
    const full: SessionRecord = sessionRecord(KEY, {
      title: 'T',
      derivedTitle: 'D',
      preview: 'P',
      model: 'demo/demo',
      icon: '🚪',
      color: 'red',
      category: 'work',
      thinkingLevel: 'low',
      approvalMode: 'auto',
      pinnedAt: 1,
      archivedAt: 2,
      parentKey: 'agent:main:parent',
      resetPolicy: { mode: 'idle', idleMs: 60_000 },
      retentionDays: 30,
      lastInteractionAt: 3,
      unread: true,
      runId: 'r',
      runStatus: 'failed',
      runStartedAt: 3,
      runEndedAt: 4,
      runError: { code: 'auth', message: 'no', hint: 'yes' },
      usage: { input: 1, output: 2, cacheRead: 3, cacheWrite: 4, cost: 0.5 },
      contextTokens: 7,
    });
    await store().sessions.commit({ key: KEY, create: full, events: [], ts: T0 });
    expect(await store().sessions.get(KEY)).toEqual(full);
    expect(await store().sessions.get('agent:main:nowhere')).toBeUndefined();
  });

  it('ignores `create` if the session exists and rejects a commit if it does not', async () => {
    await store().sessions.commit(saying(KEY, 'one', { patch: { title: 'Kept' } }));
    await store().sessions.commit(saying(KEY, 'two'));
    expect(await store().sessions.get(KEY)).toMatchObject({ title: 'Kept', lastSeq: 2 });
    await expect(store().sessions.commit({ key: 'agent:main:nowhere', events: [], ts: T0 })).rejects.toThrow(
      /no session/i,
    );
  });

  it('claims a run ID only once across all sessions and changes nothing the second time', async () => {
    await store().sessions.commit(saying(KEY, 'one', { claimRun: 'r1' }));
    await expect(
      store().sessions.commit(saying('agent:main:two', 'two', { claimRun: 'r1', audit: AUDIT })),
    ).rejects.toBeInstanceOf(DuplicateRun);
    expect(await store().sessions.get('agent:main:two')).toBeUndefined();
    expect((await store().audit.verify()).entries).toBe(0);
    expect(await store().sessions.findRun('r1')).toEqual({ sessionKey: KEY });
    expect(await store().sessions.findRun('r2')).toBeUndefined();
  });

  it('accepts only one of several concurrent commits that claim the same run', async () => {
    const tries = Array.from({ length: 8 }, () => store().sessions.commit(saying(KEY, 'once', { claimRun: 'r1' })));
    const results = await Promise.allSettled(tries);
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(await store().sessions.events(KEY, 1)).toHaveLength(1);
  });

  it('updates fields, clears undefined ones, and keeps the time of the last change', async () => {
    await store().sessions.commit(saying(KEY, 'one', { patch: { runError: { code: 'x', message: 'y' } } }));
    const patched = await store().sessions.patch(KEY, { title: 'New', pinnedAt: 9, runError: undefined }, AUDIT);
    expect(patched).toMatchObject({ title: 'New', pinnedAt: 9, updatedAt: T0 });
    expect(patched).not.toHaveProperty('runError');
    expect(await store().sessions.patch(KEY, { pinnedAt: undefined })).not.toHaveProperty('pinnedAt');
    expect((await store().audit.list({ limit: 10 })).map((entry) => entry.action)).toEqual(['rule.added']);
    await expect(store().sessions.patch('agent:main:nowhere', { title: 'x' })).rejects.toThrow(/no session/i);
  });
}

/** Lists and search. */
export function lists(store: () => Store): void {
  const keys = async (query: Partial<Parameters<Store['sessions']['list']>[0]>) => {
    const { sessions } = await store().sessions.list({ limit: 50, offset: 0, ...query });
    return sessions.map((session) => session.key.split(':').at(-1) ?? '');
  };
  const make = (rest: string, fields: Partial<SessionRecord> = {}) =>
    store().sessions.commit({
      key: `agent:main:${rest}`,
      create: sessionRecord(`agent:main:${rest}`, fields),
      events: [],
      ts: T0,
    });

  it('lists pinned sessions first, then the most recent, in pages with a total', async () => {
    await make('old', { updatedAt: T0 });
    await make('new', { updatedAt: T0 + 10 });
    await make('pinned', { updatedAt: T0 - 10, pinnedAt: T0 });
    expect(await keys({})).toEqual(['pinned', 'new', 'old']);
    expect(await keys({ limit: 1, offset: 1 })).toEqual(['new']);
    expect((await store().sessions.list({ limit: 1, offset: 1 })).total).toBe(3);
  });

  it('filters by agent, archive, label, and time, and lists deleted sessions only on request', async () => {
    await make('plain');
    await make('archived', { archivedAt: T0 });
    await make('gone', { deletedAt: T0 });
    await make('other', { agentId: 'helper', title: 'Named', updatedAt: T0 + 100 });
    expect(await keys({})).toEqual(['other', 'plain']);
    expect(await keys({ archived: true })).toEqual(['archived']);
    expect((await keys({ archived: 'all' })).toSorted()).toEqual(['archived', 'other', 'plain']);
    expect(await keys({ agentId: 'helper' })).toEqual(['other']);
    expect(await keys({ label: 'Named' })).toEqual(['other']);
    expect(await keys({ updatedSince: T0 + 1 })).toEqual(['other']);
    expect(await keys({ deleted: true })).toEqual(['gone']);
    expect(await store().sessions.get('agent:main:gone')).toMatchObject({ deletedAt: T0 });
  });

  it('keeps the totals of lists right after every kind of change', async () => {
    const { sessions } = store();
    const totals = async () => {
      const queries = [{}, { agentId: 'main' }, { archived: true }, { archived: 'all' }, { deleted: true }] as const;
      const more = [{ label: 'Plan' }, { category: 'Jobs' }, { pinned: true }, { workspace: '/b' }] as const;
      const pages = [...queries, ...more].map((query) => sessions.list({ ...query, limit: 1, offset: 1 }));
      return (await Promise.all(pages)).map(({ total }) => total);
    };
    for (const name of ['a', 'b', 'c']) await make(name);
    expect(await totals()).toEqual([3, 3, 0, 3, 0, 0, 0, 0, 0]);
    await make('d', { agentId: 'helper' });
    expect(await totals()).toEqual([4, 3, 0, 4, 0, 0, 0, 0, 0]);
    await sessions.patch('agent:main:a', { archivedAt: T0 });
    expect(await totals()).toEqual([3, 2, 1, 4, 0, 0, 0, 0, 0]);
    await sessions.patch('agent:main:b', { title: 'Plan', category: 'Jobs', pinnedAt: T0, workspace: '/b' });
    expect(await totals()).toEqual([3, 2, 1, 4, 0, 1, 1, 1, 1]);
    await sessions.commit(saying('agent:main:b', 'x', { patch: { title: 'Other' } }));
    expect(await totals()).toEqual([3, 2, 1, 4, 0, 0, 1, 1, 1]);
    await sessions.patch('agent:main:b', { deletedAt: T0, pinnedAt: undefined });
    expect(await totals()).toEqual([2, 1, 1, 3, 1, 0, 0, 0, 0]);
    await sessions.purgeDeleted(T0 + 1);
    expect(await totals()).toEqual([2, 1, 1, 3, 0, 0, 0, 0, 0]);
    await sessions.purgeAll(AUDIT);
    expect(await totals()).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('counts the writes of sessions, and only those', async () => {
    const { sessions, settings } = store();
    const seen = [sessions.revision()];
    const isNew = () => {
      const now = sessions.revision();
      return !seen.includes(now) && seen.push(now) > 0;
    };
    await make('a');
    expect(isNew()).toBe(true);
    await sessions.list({ limit: 9, offset: 0 });
    await settings.set('other', 1);
    expect(isNew()).toBe(false);
    await sessions.commit(saying('agent:main:a', 'x'));
    expect(isNew()).toBe(true);
    await sessions.patch('agent:main:a', { unread: true });
    expect(isNew()).toBe(true);
    await sessions.purgeDeleted(T0);
    expect(isNew()).toBe(true);
    await sessions.purgeAll(AUDIT);
    expect(isNew()).toBe(true);
  });

  it('finds sessions by part of their title and by words in their messages', async () => {
    await make('titled', { title: 'Garden plan 100%' });
    await store().sessions.commit(saying('agent:main:said', 'please water the Tomatoes today'));
    await store().sessions.commit(saying('agent:main:else', 'nothing of the kind'));
    const answer: SessionEventDraft = {
      type: 'message.completed',
      messageId: 'm',
      runId: 'r',
      content: [{ type: 'text', text: 'They grow near the fence.' }],
      stopReason: 'stop',
      provider: 'demo',
      model: 'demo',
    };
    await store().sessions.commit({ key: 'agent:main:said', ts: T0, events: [answer] });
    expect(await keys({ search: 'arden' })).toEqual(['titled']);
    expect(await keys({ search: 'tomato' })).toEqual(['said']);
    expect(await keys({ search: 'grow fence' })).toEqual(['said']);
    expect(await keys({ search: '100%' })).toEqual(['titled']);
    for (const odd of ['"', "' OR 1=1", '* AND (', '%_', 'NEAR('])
      expect(await keys({ search: odd })).not.toContain('else');
    expect((await keys({ search: '  ' })).length).toBe(3);
  });
}
