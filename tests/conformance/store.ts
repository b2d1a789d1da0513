// Conformance suite of the store port, for SQLite and the in-memory store.
// Proves: SE-1, US-1, PK-5
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRecord, ApprovalRule } from '#contract/types/approvals.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { DeviceRecord } from '#core/ports/identity.ts';
import { conversations } from './store-conversations.ts';
import { accepted, KEY, saying, sessionRecord, T0 } from './store-samples.ts';
import { usageSums } from './store-usage.ts';
import { DuplicateRun, type SessionCommit, type SessionRecord } from '#core/ports/sessions-store.ts';
import { Secret } from '#core/ports/secrets.ts';
import { type Store } from '#core/ports/store.ts';
import { scheduleConformance } from './schedules.ts';
import { activityConformance } from './activity.ts';
import { agentFileConformance } from './agent-files.ts';
import { externalApprovalConformance } from './external-approvals.ts';

/** Opens an empty store. `close` closes it and removes its files. */
export type StoreUnderTest = () => Promise<{ readonly store: Store; readonly close: () => Promise<void> }>;

const AUDIT = { actor: 'test', action: 'rule.added', subject: 'rule', details: {} };

function started(messageIds: readonly string[], runId = 'r1'): SessionEventDraft {
  return { type: 'run.started', runId, messageIds: [...messageIds], agentId: 'main', provider: 'demo', model: 'demo' };
}

function approval(id: string, fields: Partial<ApprovalRecord> = {}): ApprovalRecord {
  const subject = { tool: 'exec', command: 'ls', cwd: '/tmp', sandbox: 'host', reason: 'no rule', risks: [] };
  return {
    id,
    sessionKey: KEY,
    sessionTitle: 'One',
    agentId: 'main',
    runId: 'r1',
    callId: `call ${id}`,
    subject,
    createdAtMs: T0,
    expiresAtMs: T0 + 1000,
    ...fields,
  };
}

function rule(id: string, fields: Partial<ApprovalRule> = {}): ApprovalRule {
  return {
    id,
    agentId: 'main',
    words: ['ls', '*'],
    workspace: '/tmp',
    createdBy: 'me',
    createdAtMs: T0,
    uses: 0,
    ...fields,
  };
}

/** Registers the suite for a kind of store. */
export function storeConformance(name: string, open: StoreUnderTest): void {
  describe(`${name} conforms to the store contract`, () => {
    let store: Store;
    let close: () => Promise<void>;
    beforeEach(async () => {
      ({ store, close } = await open());
    });
    afterEach(() => close());

    commits(() => store);
    lists(() => store);
    transcripts(() => store);
    conversations(() => store);
    usageSums(() => store);
    restarts(() => store);
    approvals(() => store);
    ledgers(() => store);
    scheduleConformance(() => store);
  });
}

function commits(store: () => Store): void {
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
      permissionMode: 'guarded',
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

function lists(store: () => Store): void {
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

  it('filters by agent, archive, label, and time, and never lists deleted sessions', async () => {
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
    expect(await store().sessions.get('agent:main:gone')).toMatchObject({ deletedAt: T0 });
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

function transcripts(store: () => Store): void {
  const row = (index: number, text: string, part = 0) => ({
    index,
    part,
    entryId: text,
    message: { role: 'user', text },
    longest: text.length,
  });
  const texts = async (limit: number, offset: number) =>
    (await store().sessions.rows(KEY, { limit, offset })).rows.map(
      (r) => (JSON.parse(r.json) as { text: string }).text,
    );

  it('pages transcript rows from the end, oldest first', async () => {
    const events = Array.from({ length: 5 }, (_, n) => accepted(`m${n}`, `t${n}`));
    await store().sessions.commit(
      saying(KEY, 'x', { events, rows: [row(0, 'a'), row(1, 'b'), row(1, 'b2', 1), row(3, 'd'), row(4, 'long')] }),
    );
    expect(await texts(10, 0)).toEqual(['a', 'b', 'b2', 'd', 'long']);
    expect(await texts(2, 0)).toEqual(['d', 'long']);
    expect(await texts(2, 2)).toEqual(['b', 'b2']);
    expect(await texts(2, 4)).toEqual(['a']);
    expect(await texts(2, 9)).toEqual([]);
    const page = await store().sessions.rows(KEY, { limit: 1, offset: 0 });
    expect(page.total).toBe(5);
    expect(page.rows[0]?.longest).toBe(4);
    expect(await store().sessions.rows('agent:main:nowhere', { limit: 1, offset: 0 })).toEqual({ rows: [], total: 0 });
  });

  it('hides rows removed by a rewind or reset and continues after them', async () => {
    for (const [n, text] of ['one', 'two', 'three'].entries())
      await store().sessions.commit(saying(KEY, text, { ts: T0 + n, rows: [row(0, text)] }));
    const again: SessionCommit = {
      key: KEY,
      ts: T0 + 9,
      events: [{ type: 'rewound', beforeSeq: 2 }, accepted('z', 'again')],
      hideRowsFrom: 2,
      rows: [row(1, 'again')],
    };
    await store().sessions.commit(again);
    expect(await texts(10, 0)).toEqual(['one', 'again']);
    expect((await store().sessions.rows(KEY, { limit: 10, offset: 0 })).total).toBe(2);
    await store().sessions.commit({
      key: KEY,
      ts: T0 + 10,
      events: [{ type: 'reset', sessionId: 'n', previousSessionId: 'o' }],
      hideRowsFrom: 1,
    });
    expect(await texts(10, 0)).toEqual([]);
    expect(await store().sessions.events(KEY, 1)).toHaveLength(6);
  });
}

function restarts(store: () => Store): void {
  const open = {
    sessionKey: KEY,
    runId: 'r1',
    messageId: 'open',
    provider: 'demo',
    model: 'demo',
    blocks: [{ kind: 'text', text: 'so far' }],
    updatedAt: T0,
  } as const;
  const unsettled = async () => (await store().sessions.unsettled()).map((session) => session.key);

  it('keeps the latest text of a streaming message until it is complete', async () => {
    await store().sessions.commit(saying(KEY, 'one'));
    await store().sessions.saveOpenMessage(open);
    const later = { ...open, blocks: [{ kind: 'text', text: 'so far and on' }], updatedAt: T0 + 1 } as const;
    await store().sessions.saveOpenMessage(later);
    expect(await store().sessions.openMessages()).toEqual([later]);
    await store().sessions.commit({ key: KEY, ts: T0 + 2, events: [], closesMessage: 'open' });
    expect(await store().sessions.openMessages()).toEqual([]);
    await store().sessions.saveOpenMessage(open);
    await store().sessions.dropOpenMessage('open');
    expect(await store().sessions.openMessages()).toEqual([]);
  });

  it('lists the sessions that a restart must recover: running, waiting for an approval, or with a queued message', async () => {
    await store().sessions.commit(saying('agent:main:idle', 'x', { patch: { runStatus: 'done' } }));
    await store().sessions.commit(saying('agent:main:running', 'x', { patch: { runStatus: 'running' } }));
    await store().sessions.commit(saying(KEY, 'x', { approval: approval('a1') }));
    await store().sessions.commit(saying('agent:main:queued', 'x', { events: [accepted('q', 'later', 'followup')] }));
    expect((await unsettled()).toSorted()).toEqual([KEY, 'agent:main:queued', 'agent:main:running'].toSorted());
    await store().sessions.commit({
      key: KEY,
      ts: T0,
      events: [],
      approval: approval('a1', { outcome: 'deny', resolvedAtMs: T0 }),
    });
    await store().sessions.commit({ key: 'agent:main:queued', ts: T0, events: [started(['q'])] });
    await store().sessions.commit({
      key: 'agent:main:running',
      ts: T0,
      events: [],
      patch: { runStatus: 'interrupted' },
    });
    expect(await unsettled()).toEqual([]);
  });

  it('removes a queued message that was canceled, injected, or removed by a reset or rewind', async () => {
    const endings: readonly SessionEventDraft[] = [
      { type: 'message.withdrawn', messageId: 'q' },
      { type: 'message.injected', messageId: 'q', runId: 'r' },
      { type: 'reset', sessionId: 'n', previousSessionId: 'o' },
      { type: 'rewound', beforeSeq: 1 },
    ];
    for (const ending of endings) {
      await store().sessions.commit(saying(KEY, 'x', { events: [accepted('q', 'later', 'followup')] }));
      expect(await unsettled()).toEqual([KEY]);
      await store().sessions.commit({ key: KEY, ts: T0, events: [ending] });
      expect(await unsettled()).toEqual([]);
    }
  });

  it('permanently deletes expired sessions with all their data, but keeps claims on run IDs', async () => {
    await store().sessions.commit(
      saying(KEY, 'unmistakable', { claimRun: 'r1', approval: approval('a1'), patch: { deletedAt: T0 } }),
    );
    await store().sessions.commit(saying('agent:main:kept', 'kept', { patch: { deletedAt: T0 + 100 } }));
    expect(await store().sessions.purgeDeleted(T0 + 50)).toBe(1);
    expect(await store().sessions.get(KEY)).toBeUndefined();
    expect(await store().sessions.events(KEY, 1)).toEqual([]);
    expect(await store().approvals.get('a1')).toBeUndefined();
    expect(await store().sessions.get('agent:main:kept')).toBeDefined();
    await store().sessions.commit(saying('agent:main:newcomer', 'something else'));
    expect((await store().sessions.list({ search: 'unmistakable', limit: 9, offset: 0 })).total).toBe(0);
    await expect(store().sessions.commit(saying(KEY, 'again', { claimRun: 'r1' }))).rejects.toBeInstanceOf(
      DuplicateRun,
    );
  });
}

function approvals(store: () => Store): void {
  it('lists pending approvals oldest first and answered ones newest first', async () => {
    const put = (record: ApprovalRecord) => store().sessions.commit(saying(KEY, 'x', { approval: record }));
    await put(approval('young', { createdAtMs: T0 + 5 }));
    await put(approval('old', { createdAtMs: T0 }));
    await put(approval('done', { outcome: 'deny', reason: 'no', resolvedBy: 'me', resolvedAtMs: T0 + 7 }));
    await put(approval('later', { outcome: 'allow-once', resolvedAtMs: T0 + 9 }));
    const ids = async (query: Parameters<Store['approvals']['list']>[0]) =>
      (await store().approvals.list(query)).map((record) => record.id);
    expect(await ids({ status: 'pending', limit: 10 })).toEqual(['old', 'young']);
    expect(await ids({ status: 'resolved', limit: 10 })).toEqual(['later', 'done']);
    expect(await ids({ status: 'resolved', limit: 10, before: T0 + 9 })).toEqual(['done']);
    expect(await ids({ status: 'resolved', limit: 1 })).toEqual(['later']);
    expect(await store().approvals.get('done')).toEqual(
      approval('done', { outcome: 'deny', reason: 'no', resolvedBy: 'me', resolvedAtMs: T0 + 7 }),
    );
    expect(await store().approvals.get('nowhere')).toBeUndefined();
  });

  externalApprovalConformance(store);

  it('adds, revokes, restores, and counts rules, with audit entries', async () => {
    await store().approvals.addRule(rule('r1'), AUDIT);
    await store().approvals.addRule(rule('r2', { agentId: 'helper', sessionKey: KEY }), AUDIT);
    expect(await store().approvals.rules()).toEqual([rule('r1'), rule('r2', { agentId: 'helper', sessionKey: KEY })]);
    expect((await store().approvals.rules('main')).map((r) => r.id)).toEqual(['r1']);
    expect(await store().approvals.removeRule('r1', AUDIT)).toBe(true);
    expect(await store().approvals.removeRule('r1', AUDIT)).toBe(false);
    expect(await store().approvals.rules('main')).toEqual([]);
    expect(await store().approvals.restoreRule('r1', AUDIT)).toBe(true);
    expect(await store().approvals.restoreRule('nowhere', AUDIT)).toBe(false);
    await store().approvals.markRuleUsed('r1', T0 + 3);
    expect(await store().approvals.rules('main')).toEqual([rule('r1', { uses: 1, lastUsedAtMs: T0 + 3 })]);
    expect((await store().audit.verify()).entries).toBe(4);
  });

  it('replaces all agent-wide rules at once and keeps session rules', async () => {
    await store().approvals.addRule(rule('wide'), AUDIT);
    await store().approvals.addRule(rule('narrow', { sessionKey: KEY }), AUDIT);
    await store().approvals.replaceRules([rule('new', { createdAtMs: T0 + 1 })], AUDIT);
    expect((await store().approvals.rules()).map((r) => r.id)).toEqual(['narrow', 'new']);
  });
}

function ledgers(store: () => Store): void {
  const usage = { input: 10, output: 5, cacheRead: 2, cacheWrite: 1 };
  const call = (fields: Partial<NonNullable<SessionCommit['usage']>>): SessionCommit =>
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
    const { cost: _free, ...unpriced } = call({}).usage ?? {};
    await store().sessions.commit(call({}));
    await store().sessions.commit({ ...call({}), usage: unpriced as NonNullable<SessionCommit['usage']> });
    await store().sessions.commit(call({ ts: nextDay, agentId: 'helper' }));
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

  it('chains audit entries and lists them newest first, filtered by action', async () => {
    await store().audit.append({ actor: 'a', action: 'one', subject: 's', details: { b: 1, a: [true, null] } });
    await store().audit.append({ actor: 'a', action: 'two', subject: 's', details: {} });
    const [newest, oldest] = await store().audit.list({ limit: 10 });
    expect(newest).toMatchObject({ seq: 2, action: 'two' });
    expect(oldest).toMatchObject({
      seq: 1,
      actor: 'a',
      action: 'one',
      subject: 's',
      details: { b: 1, a: [true, null] },
    });
    expect(newest?.hash).not.toBe(oldest?.hash);
    expect((await store().audit.list({ limit: 10, before: 2 })).map((entry) => entry.seq)).toEqual([1]);
    expect((await store().audit.list({ limit: 10, action: 'two' })).map((entry) => entry.seq)).toEqual([2]);
    expect(await store().audit.verify()).toEqual({ ok: true, entries: 2 });
  });

  it('stores settings by key and lists them by prefix', async () => {
    await store().settings.set('ui.theme', { dark: true });
    await store().settings.set('ui.size', 3);
    await store().settings.set('uix', 'no');
    await store().settings.set('u%', 'no');
    expect(await store().settings.get('ui.theme')).toEqual({ dark: true });
    expect(await store().settings.list('ui.')).toEqual([
      { key: 'ui.size', value: 3 },
      { key: 'ui.theme', value: { dark: true } },
    ]);
    expect((await store().settings.list('u%')).map((entry) => entry.key)).toEqual(['u%']);
    await store().settings.delete('ui.size');
    expect(await store().settings.get('ui.size')).toBeUndefined();
  });

  it('stores secrets by name and never lists their values', async () => {
    await store().secrets.set('provider.demo', new Secret('sk-1'));
    await store().secrets.set('provider.demo', new Secret('sk-2'));
    const secret = await store().secrets.get('provider.demo');
    expect(secret?.reveal()).toBe('sk-2');
    expect(`${secret} ${JSON.stringify({ secret })}`).not.toContain('sk-2');
    expect(await store().secrets.names()).toEqual(['provider.demo']);
    await store().secrets.delete('provider.demo');
    expect(await store().secrets.get('provider.demo')).toBeUndefined();
  });

  it('stores devices with their tokens, and API keys that are found by their hash', async () => {
    const { identity, audit } = store();
    const token = { role: 'operator', scopes: ['operator.read'], salt: 's', hash: 'h', createdAtMs: 2 } as const;
    const device = deviceRecord('phone', 2, { tokens: [token] });
    await identity.saveDevice(device, { ...AUDIT, action: 'device.paired' });
    await identity.saveDevice(deviceRecord('older', 1));
    expect((await identity.devices()).map(({ deviceId }) => deviceId)).toEqual(['older', 'phone']);
    await identity.saveDevice({ ...device, label: 'mine', tokens: [{ ...token, hash: 'h2', revokedAtMs: 3 }] });
    expect(await identity.device('phone')).toEqual({
      ...device,
      label: 'mine',
      tokens: [{ ...token, hash: 'h2', revokedAtMs: 3 }],
    });
    expect(await identity.removeDevice('phone', { ...AUDIT, action: 'device.removed' })).toBe(true);
    expect(await identity.removeDevice('phone', AUDIT)).toBe(false);
    expect(await identity.device('phone')).toBeUndefined();
    expect((await audit.list({ limit: 5 })).map(({ action }) => action)).toEqual(['device.removed', 'device.paired']);
    const key = { id: 'k', name: 'CI', prefix: 'gh_ab', hash: 'kh', scopes: [], perMinute: 5, createdAtMs: 1 };
    await identity.saveApiKey(key);
    await identity.saveApiKey({ ...key, revokedAtMs: 9 });
    expect(await identity.apiKeyByHash('kh')).toEqual({ ...key, revokedAtMs: 9 });
    expect(await identity.apiKeyByHash('other')).toBeUndefined();
    expect(await identity.apiKeys()).toHaveLength(1);
  });

  agentFileConformance(store);
  activityConformance(store);
}

function deviceRecord(deviceId: string, createdAtMs: number, fields: Partial<DeviceRecord> = {}): DeviceRecord {
  return {
    deviceId,
    publicKey: 'key',
    platform: 'linux',
    clientId: 'cli',
    clientMode: 'cli',
    version: '1',
    roles: ['operator'],
    scopes: ['operator.read'],
    approvedVia: 'owner',
    createdAtMs,
    approvedAtMs: createdAtMs,
    tokens: [],
    ...fields,
  };
}
