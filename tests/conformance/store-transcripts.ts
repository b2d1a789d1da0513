// Conformance suite of a store: transcripts, and what a restart finds.
import { expect, it } from 'vitest';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import { DuplicateRun, type SessionCommit } from '#core/ports/sessions-store.ts';
import type { Store } from '#core/ports/store.ts';
import { accepted, approval, KEY, saying, started, T0 } from './store-samples.ts';

/** Pages of transcript rows. */
export function transcripts(store: () => Store): void {
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

/** Unfinished messages, runs, and deletions. */
export function restarts(store: () => Store): void {
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
