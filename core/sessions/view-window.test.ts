import { describe, expect, it } from 'vitest';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import type { UserItem } from '#contract/sessions/session-view.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { trimView } from './view-window.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const item = (seq: number): UserItem => ({
  kind: 'user',
  id: `m${seq}`,
  seq,
  ts: 0,
  runId: 'r',
  text: 'x',
  images: [],
  steered: false,
});
const view = (count: number, keptFromSeq: number) => ({
  ...EMPTY_SESSION,
  items: Array.from({ length: count }, (_, n) => item(n + 1)),
  keptFromSeq,
});

describe('a long session', () => {
  it('keeps its end and everything the model sees in memory', () => {
    expect(trimView(view(100, 90)).items).toHaveLength(100);
    expect(trimView(view(400, 390)).items).toHaveLength(120);
    expect(trimView(view(400, 200)).items[0]?.seq).toBe(200);
    expect(trimView(view(400, 0)).items).toHaveLength(400);
  });

  it('can be scrolled back and rewound to its first message after trimming', async () => {
    const { ask, engine, providers } = harness([], { limits: { compactAtMessages: 20 } });
    for (let turn = 0; turn < 150; turn += 1) {
      providers.add(says('answer'));
      await ask(`message ${turn}`);
      providers.requests.splice(0);
    }
    const { view: window, hasOlder } = await engine.queries.watch(KEY, 10);
    expect([window.items.length, hasOlder]).toEqual([10, true]);
    const all: string[] = [];
    for (let before = Number.MAX_SAFE_INTEGER; ;) {
      const page = await engine.queries.olderItems(KEY, before, 50);
      all.unshift(...page.items.flatMap((shown) => (shown.kind === 'user' ? [shown.text] : [])));
      before = page.items[0]?.seq ?? 0;
      if (!page.hasOlder) break;
    }
    expect(all).toEqual(Array.from({ length: 150 }, (_, turn) => `message ${turn}`));
    const first = (await engine.queries.olderItems(KEY, 3, 50)).items[0];
    expect(await engine.queries.item(KEY, first?.id ?? '')).toEqual(first);
    providers.add(says('again'));
    await engine.runs.resend({
      sessionKey: KEY,
      messageId: first?.id ?? '',
      text: 'from the start',
      runId: 'again',
      by: testPrincipal('me'),
    });
    await engine.runs.wait('again', 1000);
    expect((await engine.queries.watch(KEY, 50)).view.items.map((shown) => shown.kind)).toEqual(['user', 'assistant']);
    expect(providers.requests.at(-1)?.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'from the start' }] },
    ]);
    expect((await engine.queries.transcript(KEY, { limit: 50, offset: 0 })).total).toBe(2);
  });
});
