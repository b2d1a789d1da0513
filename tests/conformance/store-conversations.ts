// Conformance suite of a store, conversations: branches, closed conversations, and search.
import { expect, it } from 'vitest';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { MessageSearch, SessionCommit, SessionQuery, SessionRecord } from '#core/ports/sessions-store.ts';
import type { Store } from '#core/ports/store.ts';
import { accepted, KEY, saying, sessionRecord, T0 } from './store-samples.ts';
import { testPrincipal } from '../support/core/test-principal.ts';

const user = (id: string, text: string) => ({
  index: 0,
  part: 0,
  entryId: id,
  message: { role: 'user', content: text, timestamp: T0 },
  longest: text.length,
});

/** A message with its row. */
function told(key: string, id: string, text: string, fields: Partial<SessionCommit> = {}): SessionCommit {
  return saying(key, text, { events: [accepted(id, text)], rows: [user(id, text)], ...fields });
}

const reset = (sessionId: string, previousSessionId: string, reason?: 'idle' | 'deleted'): SessionEventDraft => ({
  type: 'reset',
  sessionId,
  previousSessionId,
  ...(reason === undefined ? {} : { reason }),
});

/** Registers the tests of branches, earlier conversations, and search. */
export function conversations(store: () => Store): void {
  const texts = ({ rows }: { readonly rows: readonly { readonly json: string }[] }) =>
    rows.map(({ json }) => (JSON.parse(json) as { content: string }).content);
  const page = { limit: 10, offset: 0 };

  it('lists by parent, group, folder, pin, run, last message, agents, prefixes, and age', async () => {
    const { sessions } = store();
    const make = (name: string, fields: Partial<SessionRecord>) => {
      const key = `agent:main:${name}`;
      return sessions.commit({ key, create: sessionRecord(key, fields), ts: fields.updatedAt ?? T0, events: [] });
    };
    await make('plain', { lastInteractionAt: T0 });
    await make('child', { parentKey: KEY, category: 'Jobs', workspace: '/elsewhere', pinnedAt: T0 });
    await make('cron:1', { runStatus: 'running', updatedAt: T0 - 10, sessionId: 'abcd', lastInteractionAt: T0 + 1 });
    const list = async (query: Partial<SessionQuery>) => {
      const found = await sessions.list({ limit: 10, offset: 0, ...query });
      return found.sessions.map(({ key }) => key.slice('agent:main:'.length));
    };
    expect(await list({ parentKey: KEY })).toEqual(['child']);
    expect(await list({ category: 'Jobs' })).toEqual(['child']);
    expect(await list({ workspace: '/elsewhere' })).toEqual(['child']);
    expect(await list({ pinned: true })).toEqual(['child']);
    expect(await list({ pinned: false, exceptPrefixes: ['cron:', 'x'] })).toEqual(['plain']);
    expect(await list({ running: true })).toEqual(['cron:1']);
    expect(await list({ interacted: true, sortBy: 'lastInteractionAt' })).toEqual(['cron:1', 'plain']);
    expect(await list({ agentIds: ['other'] })).toEqual([]);
    expect(await list({ sessionIdPrefix: 'abc' })).toEqual(['cron:1']);
    expect(await list({ sessionIdPrefix: '%' })).toEqual([]);
    expect(await sessions.leastRetentionDays()).toBeUndefined();
    for (const [name, retentionDays] of [
      ['plain', 0],
      ['child', 9],
      ['cron:1', 3],
    ] as const)
      await sessions.patch(`agent:main:${name}`, { retentionDays });
    expect(await sessions.leastRetentionDays()).toBe(3);
    expect(await list({ updatedBefore: T0 })).toEqual(['cron:1']);
    expect(await list({ sortBy: 'oldest' })).toEqual(['cron:1', 'child', 'plain']);
  });

  it('deletes all conversations and records it in a valid audit log', async () => {
    const { sessions, audit } = store();
    await sessions.commit(told(KEY, 'a', 'The red balloon', { claimRun: 'r1' }));
    await sessions.commit(told('agent:main:gone', 'b', 'red'));
    const entry = {
      by: testPrincipal('me'),
      action: 'session.deleted',
      subject: 'agent:main:gone',
      details: { why: 'red' },
    };
    await sessions.patch('agent:main:gone', { deletedAt: T0 }, entry);
    await audit.append({
      by: testPrincipal('me'),
      action: 'config.changed',
      subject: 'file',
      details: { paths: ['a'] },
    });
    expect((await sessions.keys()).toSorted()).toEqual(['agent:main:gone', KEY]);
    const purge = { by: testPrincipal('me'), action: 'user.purged', subject: 'owner', details: {} };
    expect(await sessions.purgeAll(purge)).toMatchObject({ sessions: 2 });
    expect([await sessions.keys(), await sessions.events(KEY, 1)]).toEqual([[], []]);
    expect(await sessions.searchMessages({ text: 'red', archived: true, limit: 9 })).toEqual([]);
    const lines = await audit.list({ limit: 9 });
    expect(lines.map(({ action, subject, details }) => [action, subject, Object.keys(details)])).toEqual([
      ['user.purged', 'owner', ['removed']],
      ['config.changed', 'file', ['paths']],
      ['session.deleted', '', []],
    ]);
    expect(await audit.verify()).toMatchObject({ ok: true, entries: 3 });
    await sessions.commit(told(KEY, 'a', 'red again', { claimRun: 'r1' }));
    expect(await sessions.searchMessages({ text: 'red', archived: false, limit: 9 })).toHaveLength(1);
  });

  it('switches to another branch and keeps the current one', async () => {
    const { sessions } = store();
    for (const id of ['a', 'b', 'c']) await sessions.commit(told(KEY, id, id));
    await sessions.commit({ key: KEY, ts: T0, events: [{ type: 'rewound', beforeSeq: 2 }], hideRowsFrom: 2 });
    await sessions.commit(told(KEY, 'd', 'd'));
    const showRows = [{ from: 1, to: 3 }];
    await sessions.commit({ key: KEY, ts: T0, events: [{ type: 'branch.switched', leafSeq: 3 }], showRows });
    expect(texts(await sessions.rows(KEY, page))).toEqual(['a', 'b', 'c']);
    expect((await sessions.entry(KEY, 'd')).rows).toEqual([]);
    await sessions.commit(told(KEY, 'e', 'e'));
    expect(texts(await sessions.rows(KEY, page))).toEqual(['a', 'b', 'c', 'e']);
  });

  it('finds a row by its entry, and the rows after an event unless some were rewound', async () => {
    const { sessions } = store();
    for (const id of ['a', 'b', 'c']) await sessions.commit(told(KEY, id, id));
    const { rows, after } = await sessions.entry(KEY, 'b');
    expect([texts({ rows }), after]).toEqual([['b'], 1]);
    expect(await sessions.entry(KEY, 'nowhere')).toEqual({ rows: [], after: 0 });
    expect(texts({ rows: (await sessions.rowsAfter(KEY, 1, 9)) ?? [] })).toEqual(['b', 'c']);
    expect(await sessions.rowsAfter(KEY, 1, 1)).toBeUndefined();
    await sessions.commit({ key: KEY, ts: T0, events: [{ type: 'rewound', beforeSeq: 3 }], hideRowsFrom: 3 });
    expect(await sessions.rowsAfter(KEY, 1, 9)).toBeUndefined();
    expect(await sessions.rowsAfter(KEY, 4, 9)).toEqual([]);
  });

  it('keeps a closed conversation readable by its ID, without its rewound rows', async () => {
    const { sessions } = store();
    for (const id of ['a', 'b']) await sessions.commit(told(KEY, id, id));
    await sessions.commit({ key: KEY, ts: T0, events: [{ type: 'rewound', beforeSeq: 2 }], hideRowsFrom: 2 });
    await sessions.commit({ key: KEY, ts: T0 + 1, events: [reset('two', 'one', 'idle')], hideRowsFrom: 1 });
    await sessions.commit(told(KEY, 'c', 'c'));
    await sessions.commit({ key: KEY, ts: T0 + 2, events: [reset('three', 'two')], hideRowsFrom: 1 });
    await sessions.commit({ key: KEY, ts: T0 + 3, events: [reset('four', 'three', 'deleted')], hideRowsFrom: 1 });
    const earlier = await sessions.conversations(KEY);
    expect(earlier.map(({ sessionId, reason, endedAt }) => [sessionId, reason, endedAt])).toEqual([
      ['two', 'user', T0 + 2],
      ['one', 'idle', T0 + 1],
    ]);
    expect(texts(await sessions.rows(KEY, { ...page, sessionId: 'one' }))).toEqual(['a']);
    expect(texts(await sessions.rows(KEY, { ...page, sessionId: 'two' }))).toEqual(['c']);
    expect((await sessions.rows(KEY, { ...page, sessionId: 'three' })).total).toBe(0);
    expect(await sessions.findConversation('one')).toBe(KEY);
    expect(await sessions.findConversation('three')).toBeUndefined();
  });

  it('finds messages by words in current conversations and in the requested scope', async () => {
    const { sessions } = store();
    const found = async (text: string, more: Partial<MessageSearch> = {}) =>
      (await sessions.searchMessages({ text, archived: false, limit: 10, ...more })).map(({ messageId }) => messageId);
    await sessions.commit(told(KEY, 'a', 'The red balloon'));
    await sessions.commit(told(KEY, 'b', 'A red herring', { ts: T0 + 1 }));
    await sessions.commit({ key: KEY, ts: T0, events: [{ type: 'rewound', beforeSeq: 2 }], hideRowsFrom: 2 });
    await sessions.commit(told('agent:main:other', 'c', 'red ballet'));
    expect((await found('red ball')).toSorted()).toEqual(['a', 'c']);
    expect(await found('herring')).toEqual([]);
    expect(await found('red', { keys: [KEY] })).toEqual(['a']);
    expect(await found('red', { agentId: 'nobody' })).toEqual([]);
    expect(await found('"; --')).toEqual([]);
    await sessions.commit({ key: KEY, ts: T0, events: [reset('two', 'one')], hideRowsFrom: 1 });
    await sessions.patch('agent:main:other', { archivedAt: T0 });
    expect(await found('red')).toEqual([]);
    expect((await found('red', { archived: true })).toSorted()).toEqual(['a', 'c']);
    expect(await found('red', { archived: true, limit: 1 })).toHaveLength(1);
    const [old] = await sessions.searchMessages({ text: 'red', keys: [KEY], archived: true, limit: 1 });
    expect(old).toMatchObject({ key: KEY, sessionId: 'one', role: 'user', ts: T0, text: 'The red balloon' });
    await sessions.patch('agent:main:other', { deletedAt: T0 });
    expect(await found('red', { archived: true })).toEqual(['a']);
  });
}
