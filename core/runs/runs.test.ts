// Proves: SE-4, PP-2, US-1, ME-3
import { describe, expect, it } from 'vitest';
import type { QueueMode } from '#contract/sessions/session-events.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { fails, hangs, says, SCRIPTED_USAGE, waits, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

describe('compaction', () => {
  it('runs once if there are many messages, keeps the latest ones, and sends the summary to the model', async () => {
    const { ask, providers, types, engine } = harness([], { limits: { compactAtMessages: 20 } });
    for (let turn = 0; turn < 11; turn += 1) {
      providers.add(...(turn === 10 ? [says('THE SUMMARY'), says('answer')] : [says('answer')]));
      await ask(`message ${turn}`);
    }
    expect(types().filter((type) => type === 'compacted')).toHaveLength(1);
    const last = providers.requests.at(-1)?.messages ?? [];
    expect(last[0]).toMatchObject({
      role: 'user',
      content: [
        { text: expect.stringContaining('THE SUMMARY') as string },
        ...(last[0]?.role === 'user' ? last[0].content.slice(1) : []),
      ],
    });
    expect(JSON.stringify(last)).toContain('message 9');
    expect(JSON.stringify(last)).not.toContain('message 2');
    const { view } = await engine.queries.watch(KEY, 100);
    expect(view.items.filter((item) => item.kind === 'user')).toHaveLength(11);
    expect(view.items.find((item) => item.kind === 'divider')).toMatchObject({
      what: 'compacted',
      more: 'THE SUMMARY',
    });
  });

  it('runs when the context is nearly full and when the model reports that it is too long', async () => {
    const big: ScriptedCall = async function* answer() {
      yield {
        type: 'done',
        content: [{ type: 'text', text: 'x' }],
        stopReason: 'stop',
        usage: { ...SCRIPTED_USAGE, input: 90_000 },
      };
    };
    const { ask, providers, events } = harness([
      big,
      says('SUM'),
      says('y'),
      fails({ code: 'context-too-long', message: 'too long' }),
      says('SUM 2'),
      says('z'),
    ]);
    await ask('one');
    await ask('two');
    expect(events().find((event) => event.type === 'compacted')).toMatchObject({
      trigger: 'tokens',
      tokensBefore: 90_005,
    });
    expect(await ask('three')).toMatchObject({ status: 'done', text: 'z' });
    expect(providers.requests).toHaveLength(6);
  });

  it('on request reports the result and skips a short session', async () => {
    const { ask, engine, providers } = harness([says('a')]);
    await ask('one');
    expect(await engine.sessions.compact(KEY)).toMatchObject({ compacted: false });
    for (let turn = 0; turn < 7; turn += 1) await ask(`more ${turn}`);
    providers.add(says('short'));
    expect(await engine.sessions.compact(KEY)).toMatchObject({ compacted: true, summary: 'short' });
    providers.add(hangs());
    await engine.runs.send({
      sessionKey: KEY,
      text: 'x',
      images: [],
      runId: 'busy',
      queueMode: 'steer',
      by: testPrincipal('me'),
    });
    await expect(engine.sessions.compact(KEY)).rejects.toThrow(/active/);
    await engine.runs.abort(KEY);
  });

  it('that fails changes nothing and does not stop the run', async () => {
    const script = [
      ...Array.from({ length: 8 }, () => says('a')),
      fails({ code: 'overloaded', message: 'x' }),
      says('fine'),
    ];
    const { ask, types, providers } = harness(script, { limits: { compactAtMessages: 16 } });
    for (let turn = 0; turn < 8; turn += 1) await ask(`m ${turn}`);
    expect(await ask('last')).toMatchObject({ status: 'done', text: 'fine' });
    expect(types()).not.toContain('compacted');
    expect(providers.requests).toHaveLength(10);
  });
});

describe('resending a message', () => {
  it('rewinds to just before it, for the model and the transcript', async () => {
    const { ask, engine, providers, types } = harness([says('1'), says('2'), says('3')]);
    await ask('one');
    await ask('two');
    const { view } = await engine.queries.watch(KEY, 10);
    const second = view.items[2];
    const again = {
      sessionKey: KEY,
      messageId: second?.id ?? '',
      text: 'two, better',
      runId: 'again',
      by: testPrincipal('me'),
    };
    expect(await engine.runs.resend(again)).toMatchObject({ runId: 'again', status: 'started' });
    expect(await engine.runs.resend(again)).toMatchObject({ status: 'in_flight' });
    expect(await engine.runs.wait('again', 1000)).toMatchObject({ text: '3' });
    expect(providers.requests.at(-1)?.messages).toHaveLength(3);
    expect(JSON.stringify(providers.requests.at(-1)?.messages)).toContain('two, better');
    expect((await engine.queries.transcript(KEY, { limit: 10, offset: 0 })).total).toBe(4);
    expect(types().filter((type) => type === 'rewound')).toHaveLength(1);
    await expect(engine.runs.resend({ ...again, messageId: 'nowhere', runId: 'x' })).rejects.toThrow(/No message/);
  });

  it('stops an active run first', async () => {
    const { send, engine, types } = harness([hangs('slow'), says('quick')]);
    await send('one', { runId: 'a' });
    await settle();
    const message = (await engine.queries.watch(KEY, 10)).view.items[0];
    await engine.runs.resend({
      sessionKey: KEY,
      messageId: message?.id ?? '',
      text: 'other',
      runId: 'b',
      by: testPrincipal('me'),
    });
    expect(await engine.runs.wait('b', 1000)).toMatchObject({ status: 'done', text: 'quick' });
    expect(types().filter((type) => type === 'run.ended')).toHaveLength(2);
  });
});

describe('limits', () => {
  it('allow a limited number of concurrent runs and report waiting ones', async () => {
    const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { engine, providers, notices, send } = harness(
      gates.map((gate, n) => waits(gate.promise, `${n}`)),
      { limits: { concurrentRuns: 1 } },
    );
    await send('one', { sessionKey: 'agent:main:a', runId: 'a' });
    await send('two', { sessionKey: 'agent:main:b', runId: 'b' });
    await settle();
    expect(providers.requests).toHaveLength(1);
    expect(notices.some((n) => n.kind === 'live' && n.event.kind === 'phase' && n.event.phase === 'queued')).toBe(true);
    gates.forEach((gate) => gate.resolve());
    expect(await engine.runs.wait('b', 1000)).toMatchObject({ status: 'done' });
    expect(providers.requests).toHaveLength(2);
  });

  it('allow a waiting run to be stopped', async () => {
    const { engine, send, providers } = harness([hangs(), says('x')], { limits: { concurrentRuns: 1 } });
    await send('one', { sessionKey: 'agent:main:a', runId: 'a' });
    await send('two', { sessionKey: 'agent:main:b', runId: 'b' });
    await settle();
    expect(await engine.runs.abort('agent:main:b')).toEqual(['b']);
    expect(await engine.runs.wait('b', 0)).toMatchObject({ status: 'aborted' });
    await engine.runs.abort('agent:main:a');
    expect(providers.requests).toHaveLength(1);
  });

  it('stop an endless stream', async () => {
    const endless: ScriptedCall = async function* flood() {
      for (;;) {
        yield { type: 'text', index: 0, text: 'x'.repeat(10_000) };
        await Promise.resolve();
      }
    };
    const { ask } = harness([endless]);
    const outcome = await ask('go');
    expect(outcome).toMatchObject({ status: 'done' });
    expect(outcome?.text.length).toBeLessThan(2_100_000);
  });
});

describe('usage', () => {
  it('is recorded for every call with its message, with cost if the price is known', async () => {
    const known = harness([says('a'), says('b')], { agent: { model: 'anthropic/claude-sonnet-4-5' } });
    await known.ask('one');
    await known.ask('two');
    expect(known.store.tables.usage).toHaveLength(2);
    expect(known.store.tables.usage[0]).toMatchObject({
      provider: 'anthropic',
      usage: SCRIPTED_USAGE,
      cost: { input: 0.00003, output: 0.000075 },
    });
    expect((await known.engine.queries.watch(KEY, 1)).view.usage.cost).toBeCloseTo(0.00021);
    const unknown = harness([says('a')], { agent: { model: 'somewhere/new' } });
    await unknown.ask('one');
    expect(unknown.store.tables.usage[0]).not.toHaveProperty('cost');
    expect((await unknown.engine.queries.watch(KEY, 1)).view.usage).not.toHaveProperty('cost');
  });
});

describe('a session', () => {
  it('is created once per key, updated, reset, deleted, and restored, with an event for each', async () => {
    const { engine, notices, ask, providers } = harness([says('a'), says('b')]);
    const made = await engine.sessions.create({ key: KEY, title: 'Mine' }, testPrincipal('me'));
    expect((await engine.sessions.create({ key: KEY }, testPrincipal('me'))).sessionId).toBe(made.sessionId);
    await ask('one');
    await engine.sessions.patch(KEY, { pinnedAt: 5, model: 'other/two' }, testPrincipal('me'));
    await ask('two');
    expect(providers.requests.map((request) => request.model)).toEqual(['one', 'two']);
    const reset = await engine.sessions.reset(KEY, testPrincipal('me'));
    expect(reset.sessionId).not.toBe(made.sessionId);
    expect((await engine.queries.transcript(KEY, { limit: 10, offset: 0 })).total).toBe(0);
    expect(await engine.sessions.delete(KEY, testPrincipal('me'))).toBe(true);
    expect(await engine.sessions.get(KEY)).toBeUndefined();
    expect(await engine.sessions.restore(KEY, testPrincipal('me'))).toBe(true);
    expect(await engine.sessions.get(KEY)).toMatchObject({ title: 'Mine', pinnedAt: 5 });
    expect(notices.flatMap((notice) => (notice.kind === 'session' ? [notice.reason] : []))).toEqual([
      'create',
      'patch',
      'reset',
      'delete',
      'restore',
    ]);
    await expect(engine.sessions.patch('agent:main:none', {}, testPrincipal('me'))).rejects.toThrow(/not found/);
  });

  it('that was deleted is replaced by a new, empty one at the next message', async () => {
    const { engine, ask, providers } = harness([says('a'), says('b')]);
    await ask('old secret');
    await engine.sessions.patch(KEY, { title: 'Old' }, testPrincipal('me'));
    await engine.sessions.delete(KEY, testPrincipal('me'));
    await ask('new');
    expect(JSON.stringify(providers.requests.at(-1)?.messages)).not.toContain('old secret');
    expect((await engine.queries.watch(KEY, 10)).view.items.map((item) => item.kind)).toEqual([
      'divider',
      'user',
      'assistant',
    ]);
    expect((await engine.queries.transcript(KEY, { limit: 10, offset: 0 })).total).toBe(2);
    const record = await engine.sessions.get(KEY);
    expect(record?.derivedTitle).toBe('new');
    expect(record).not.toHaveProperty('title');
  });

  it('returns the events after a given number', async () => {
    const { engine, ask } = harness([says('a')]);
    await ask('one');
    expect((await engine.queries.eventsSince(KEY, 2))?.events.map((event) => event.seq)).toEqual([3, 4]);
    expect((await engine.queries.eventsSince(KEY, 4))?.events).toEqual([]);
    expect(await engine.queries.eventsSince(KEY, 99)).toBeUndefined();
  });
});

describe('a slash command', () => {
  it('is answered without a model and is not part of the conversation', async () => {
    const { ask, send, engine, providers } = harness([says('a')]);
    expect(await ask('/help', { runId: 'h' })).toMatchObject({
      status: 'done',
      text: expect.stringContaining('/compact') as string,
    });
    expect(await send('/help', { runId: 'h' })).toMatchObject({ status: 'ok' });
    await ask('hello');
    expect(providers.requests).toHaveLength(1);
    expect(JSON.stringify(providers.requests[0]?.messages)).not.toContain('help');
    expect((await engine.sessions.get(KEY))?.derivedTitle).toBe('hello');
    await ask('/unknown thing');
    expect(providers.requests).toHaveLength(2);
  });

  it('changes the model, stops the run, and starts a new conversation', async () => {
    const { ask, send, engine, providers } = harness([says('a'), hangs()]);
    await ask('hello');
    expect(await ask('/model other/two')).toMatchObject({ text: 'Model: other/two' });
    await send('long', { runId: 'l' });
    await settle();
    expect(providers.requests.at(-1)?.model).toBe('two');
    await ask('/stop');
    expect(await engine.runs.wait('l', 0)).toMatchObject({ status: 'aborted' });
    await ask('/new');
    expect((await engine.queries.watch(KEY, 10)).view.items.length, 'not without the scope of it').toBeGreaterThan(1);
    await ask('/new', { by: { ...testPrincipal('me'), scopes: ['operator.admin'] } });
    expect((await engine.queries.watch(KEY, 10)).view.items.map((item) => item.kind)).toEqual(['divider']);
    expect((await engine.queries.transcript(KEY, { limit: 10, offset: 0 })).total).toBe(0);
  });

  it('shows and changes settings of the session', async () => {
    const { ask, engine, providers } = harness([says('a'), says('b')], { agent: { fallbacks: ['test/spare'] } });
    expect(await ask('/think high')).toMatchObject({ text: expect.stringContaining('Send a message first') as string });
    await ask('hello');
    expect(await ask('/think loud')).toMatchObject({ text: 'Specify one of: off, low, medium, high.' });
    expect(await ask('/think high')).toMatchObject({ text: 'Thinking: high' });
    expect(await ask('/title "Plans for June"')).toMatchObject({ text: 'Renamed.' });
    expect(await engine.sessions.get(KEY)).toMatchObject({ title: 'Plans for June', thinkingLevel: 'high' });
    const { text } = (await ask('/config')) ?? {};
    for (const line of ['Model: test/one (from: agent)', 'Fallbacks: test/spare', 'Thinking: high', 'Approvals: ask'])
      expect(text).toContain(line);
    await ask('go on');
    expect(providers.requests.at(-1)).toMatchObject({ thinking: 'high' });
  });

  it('is answered during an active run without ending it', async () => {
    const { send, engine } = harness([hangs('x')]);
    await send('go', { runId: 'a' });
    await settle();
    expect(await send('/status')).toMatchObject({ status: 'ok' });
    const { view } = await engine.queries.watch(KEY, 10);
    expect(view.run?.runId).toBe('a');
    expect(view.items.at(-1)).toMatchObject({
      kind: 'divider',
      what: 'note',
      text: expect.stringContaining('running') as string,
    });
    await engine.runs.abort(KEY);
  });
});

describe('waiting for a queued message', () => {
  const queued = async () => {
    const h = harness([hangs(), says('next')]);
    await h.send('first', { runId: 'first' });
    await settle();
    await h.send('second', { runId: 'second', queueMode: 'followup' });
    return { ...h, outcome: h.engine.runs.wait('second', 60_000) };
  };

  it('ends as aborted when the message is canceled', async () => {
    const { engine, outcome } = await queued();
    const [message] = (await engine.queries.watch(KEY, 10)).view.queue;
    await engine.queue.cancel(KEY, message?.messageId ?? '');
    expect(await outcome).toMatchObject({ runId: 'second', status: 'aborted' });
    expect(await engine.runs.wait('second', 0)).toMatchObject({ status: 'aborted' });
    await engine.runs.abort(KEY);
  });

  it('ends as aborted when the session is reset before its turn', async () => {
    const { engine, outcome } = await queued();
    await engine.sessions.reset(KEY, testPrincipal('me'));
    expect(await outcome).toMatchObject({ runId: 'second', status: 'aborted' });
  });
});

describe('messages that were queued when the user stopped the run', () => {
  const stopped = async (...modes: readonly QueueMode[]) => {
    const h = harness([hangs(), says('a'), says('b'), says('c'), says('d')]);
    await h.send('first');
    await settle();
    for (const [index, queueMode] of modes.entries())
      await h.send(`queued ${index}`, { runId: `q${index}`, queueMode });
    await h.engine.runs.abort(KEY);
    return inspect(h);
  };
  const inspect = (h: ReturnType<typeof harness>) => {
    const view = async () => (await h.engine.queries.watch(KEY, 50)).view;
    const queue = async () => (await view()).queue.map(({ text, held = false }) => [text, held]);
    const asked = async () => (await view()).items.flatMap((item) => (item.kind === 'user' ? [item.text] : []));
    const id = async (text: string) => (await view()).queue.find((message) => message.text === text)?.messageId ?? '';
    return { ...h, queue, asked, id };
  };

  it('are held, and stay held after the next message of a client that knows about them', async () => {
    const { queue, asked, send, engine } = await stopped('followup', 'steer');
    const held = [
      ['queued 0', true],
      ['queued 1', true],
    ];
    expect(await queue()).toEqual(held);
    await send('next', { runId: 'n', queueMode: 'steer', keepsHeld: true });
    await engine.runs.wait('n', 1_000);
    await settle();
    expect([await queue(), await asked()]).toEqual([held, ['first', 'next']]);
  });

  it('follow the next message of a client that could not send them itself', async () => {
    const { queue, asked, send, engine } = await stopped('followup', 'followup');
    await send('next', { runId: 'n' });
    await engine.runs.wait('q1', 1_000);
    expect([await queue(), await asked()]).toEqual([[], ['first', 'next', 'queued 0', 'queued 1']]);
  });

  it('can be sent one by one', async () => {
    const { queue, asked, id, engine } = await stopped('followup', 'followup');
    await engine.queue.edit(KEY, await id('queued 1'), { queueMode: 'steer' });
    await engine.runs.wait('q1', 1_000);
    await settle();
    expect([await queue(), await asked()]).toEqual([[['queued 0', true]], ['first', 'queued 1']]);
  });

  it('stay held when only their text is edited', async () => {
    const { queue, id, engine } = await stopped('followup');
    await engine.queue.edit(KEY, await id('queued 0'), { text: 'better' });
    expect(await queue()).toEqual([['better', true]]);
  });

  it('are not held when a message interrupted the run', async () => {
    const { engine, asked, queue, send } = inspect(harness([hangs(), says('a'), says('b')]));
    await send('first');
    await settle();
    await send('queued', { runId: 'q', queueMode: 'followup' });
    await send('now', { runId: 'i', queueMode: 'interrupt' });
    await engine.runs.wait('q', 1_000);
    expect([await queue(), await asked()]).toEqual([[], ['first', 'now', 'queued']]);
  });
});
