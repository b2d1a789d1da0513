// Proves: GW-6, SE-3, SE-6, CH-1, MP-2, AG-8, N-3
import { describe, expect, it } from 'vitest';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { fails, hangs, says, waits } from '#tests/support/core/scripted-provider.ts';

describe('a message', () => {
  it('is on disk before it is acknowledged, streams, and ends with the complete text', async () => {
    const { ask, notices, types, engine } = harness([says('Hel', 'lo')]);
    const outcome = await ask('Hi');
    expect(outcome).toMatchObject({ status: 'done', text: 'Hello' });
    expect(types()).toEqual(['message.accepted', 'run.started', 'message.completed', 'run.ended']);
    const deltas = notices.flatMap((notice) =>
      notice.kind === 'live' && notice.event.kind === 'text' ? [notice.event] : [],
    );
    expect(deltas.map(({ offset, text }) => [offset, text])).toEqual([
      [0, 'Hel'],
      [3, 'lo'],
    ]);
    const { view, open } = await engine.queries.watch(KEY, 10);
    expect(view.items.map((item) => item.kind)).toEqual(['user', 'assistant']);
    expect(open).toEqual({ toolOutput: {} });
    expect(
      (await engine.queries.transcript(KEY, { limit: 10, offset: 0 })).rows.map(
        (row) => (JSON.parse(row.json) as { role: string }).role,
      ),
    ).toEqual(['user', 'assistant']);
  });

  it('starts no second run with the same run ID', async () => {
    const { send, engine, types } = harness([says('one'), says('two')]);
    expect(await send('Hi', { runId: 'same' })).toMatchObject({ status: 'started' });
    expect(await send('Hi', { runId: 'same' })).toMatchObject({ status: 'in_flight' });
    await engine.runs.wait('same', 1000);
    expect(await send('Hi', { runId: 'same' })).toMatchObject({ status: 'ok' });
    expect(types().filter((type) => type === 'message.accepted')).toHaveLength(1);
  });

  it('is rejected before anything is created if its agent, key, or text is invalid', async () => {
    const { send, store } = harness();
    await expect(send('Hi', { sessionKey: 'agent:nobody:x' })).rejects.toThrow('Unknown agent: nobody.');
    await expect(send('Hi', { sessionKey: '../etc' })).rejects.toThrow(/not a session key/);
    await expect(send('   ')).rejects.toThrow(/empty/);
    expect(store.tables.sessions.size).toBe(0);
  });

  it('sets the session’s title and sends the conversation to the model', async () => {
    const { ask, providers, store } = harness([says('one'), says('two')]);
    await ask('First line\nsecond line');
    await ask('Again');
    expect(store.tables.sessions.get(KEY)).toMatchObject({
      derivedTitle: 'First line',
      runStatus: 'done',
      usage: { input: 20, output: 10 },
    });
    expect(providers.requests[1]?.messages.map((message) => message.role)).toEqual(['user', 'assistant', 'user']);
  });
});

describe('an active run', () => {
  it('receives a steering message before its next step', async () => {
    const gate = Promise.withResolvers<void>();
    const { send, engine, types, providers } = harness([waits(gate.promise, 'first'), says('second')]);
    await send('one', { runId: 'a' });
    await send('two', { runId: 'b' });
    gate.resolve();
    expect(await engine.runs.wait('b', 1000)).toMatchObject({ runId: 'a', text: 'second' });
    expect(types()).toEqual([
      'message.accepted',
      'run.started',
      'message.accepted',
      'message.completed',
      'message.injected',
      'message.completed',
      'run.ended',
    ]);
    expect(providers.requests).toHaveLength(2);
  });

  it('is followed by queued messages in order, and collected ones become one run', async () => {
    const gate = Promise.withResolvers<void>();
    const { send, engine, providers, events } = harness([waits(gate.promise, '1'), says('2'), says('3')]);
    await send('one', { runId: 'a' });
    await send('two', { runId: 'b', queueMode: 'followup' });
    await send('three', { runId: 'c', queueMode: 'collect' });
    await send('four', { runId: 'd', queueMode: 'collect' });
    gate.resolve();
    expect(await engine.runs.wait('d', 1000)).toMatchObject({ runId: 'c' });
    expect(providers.requests).toHaveLength(3);
    expect(events().flatMap((event) => (event.type === 'run.started' ? [event.messageIds.length] : []))).toEqual([
      1, 1, 2,
    ]);
  });

  it('limits queued messages, and a rejected one can be sent again later', async () => {
    const { send, engine, types } = harness([hangs(), says('next')]);
    await send('one');
    await settle();
    for (let count = 0; count < 100; count += 1) await send('more', { queueMode: 'collect' });
    await expect(send('too many', { runId: 'refused' })).rejects.toThrow(/100 queued messages/);
    expect(types().filter((type) => type === 'message.accepted')).toHaveLength(101);
    await engine.runs.abort(KEY);
    expect(await send('too many', { runId: 'refused', queueMode: 'collect' })).toMatchObject({ status: 'started' });
    await engine.stop();
  });

  it('is stopped by an interrupting message', async () => {
    const { send, engine, types } = harness([hangs('slow'), says('quick')]);
    await send('one', { runId: 'a' });
    await settle();
    await send('two', { runId: 'b', queueMode: 'interrupt' });
    expect(await engine.runs.wait('b', 1000)).toMatchObject({ status: 'done', text: 'quick' });
    expect(await engine.runs.wait('a', 0)).toMatchObject({ status: 'aborted', text: 'slow' });
    expect(types().filter((type) => type === 'run.ended')).toHaveLength(2);
  });

  it('keeps its partial text when stopped and does not start queued messages', async () => {
    const { send, engine, events, providers } = harness([hangs('half'), says('later')]);
    await send('one', { runId: 'a' });
    await send('two', { runId: 'b', queueMode: 'followup' });
    await settle();
    expect(await engine.runs.abort(KEY)).toEqual(['a']);
    expect(events().at(-2)).toMatchObject({
      type: 'message.completed',
      stopReason: 'aborted',
      content: [{ type: 'text', text: 'half' }],
    });
    expect(events().at(-1)).toMatchObject({ type: 'run.ended', status: 'aborted' });
    expect(providers.requests).toHaveLength(1);
    const { view } = await engine.queries.watch(KEY, 10);
    expect(view.queue).toHaveLength(1);
    await engine.queue.edit(KEY, view.queue[0]?.messageId ?? '', { queueMode: 'steer' });
    expect(await engine.runs.wait('b', 1000)).toMatchObject({ status: 'done', text: 'later' });
  });

  it('allows queued messages to be edited and canceled', async () => {
    const { send, engine, providers } = harness([hangs(), says('x')]);
    await send('one', { runId: 'a' });
    await send('two', { runId: 'b', queueMode: 'followup' });
    await send('three', { runId: 'c', queueMode: 'followup' });
    const { view } = await engine.queries.watch(KEY, 10);
    const [second, third] = view.queue;
    await engine.queue.cancel(KEY, second?.messageId ?? '');
    await engine.queue.edit(KEY, third?.messageId ?? '', { text: 'changed', queueMode: 'interrupt' });
    await engine.runs.wait('c', 1000);
    expect(providers.requests[1]?.messages.at(-1)).toMatchObject({
      role: 'user',
      content: [{ text: 'one' }, { text: 'changed' }],
    });
    await expect(engine.queue.cancel(KEY, second?.messageId ?? '')).rejects.toThrow(/no longer queued/);
  });
});

describe('the order of queued messages', () => {
  it('can be changed, survives a restart, and is the order in which they are used', async () => {
    const first = harness([hangs()]);
    await first.send('one', { runId: 'a' });
    for (const text of ['two', 'three', 'four']) await first.send(text, { runId: text, queueMode: 'followup' });
    const [two, three, four] = (await first.engine.queries.watch(KEY, 10)).view.queue.map(
      (message) => message.messageId,
    );
    await first.engine.queue.move(KEY, four ?? '', two);
    await first.engine.queue.move(KEY, two ?? '', undefined);
    await first.engine.queue.move(KEY, three ?? '', three);
    await expect(first.engine.queue.move(KEY, two ?? '', 'gone')).rejects.toThrow(/no longer queued/);
    const second = harness([says('1'), says('2'), says('3')], { store: first.store });
    await second.engine.recover();
    await second.engine.runs.wait('two', 1000);
    expect(second.providers.requests.map(({ messages }) => messages.at(-1)?.role)).toEqual(['user', 'user', 'user']);
    expect(second.events().flatMap((event) => (event.type === 'run.started' ? [event.runId] : []))).toEqual([
      'a',
      'four',
      'three',
      'two',
    ]);
  });
});

describe('a model that fails', () => {
  it('is retried after the requested delay', async () => {
    const { send, engine, clock, providers } = harness([
      fails({ code: 'rate-limit', message: 'slow down', retryAfterMs: 3000 }),
      says('ok'),
    ]);
    await send('Hi', { runId: 'a' });
    await clock.advance(2999);
    expect(providers.requests).toHaveLength(1);
    await clock.advance(2);
    expect(await engine.runs.wait('a', 0)).toMatchObject({ status: 'done', text: 'ok' });
  });

  it('is replaced by the next model, as noted in the transcript', async () => {
    const { send, engine, types } = harness([fails({ code: 'auth', message: 'no key' }), says('from two')], {
      agent: { fallbacks: ['other/two'] },
    });
    await send('Hi', { runId: 'a' });
    expect(await engine.runs.wait('a', 1000)).toMatchObject({ status: 'done', text: 'from two' });
    expect(types()).toContain('run.fallback');
  });

  it('ends the run with its error after all retries and keeps the partial text', async () => {
    const broken = fails({ code: 'network', message: 'cut' }, 'half an ans');
    const { send, engine, clock, events, providers } = harness([broken, broken, broken]);
    await send('Hi', { runId: 'a' });
    await clock.advance(60_000);
    expect(await engine.runs.wait('a', 0)).toMatchObject({ status: 'failed', error: { code: 'network' } });
    expect(providers.requests).toHaveLength(3);
    expect(events().at(-2)).toMatchObject({
      type: 'message.completed',
      stopReason: 'error',
      content: [{ text: 'half an ans' }],
    });
  });

  it('is reported as stalled after 30 seconds without data and stopped at the timeout', async () => {
    const { send, engine, clock, notices } = harness([hangs('a'), hangs(), hangs()]);
    await send('Hi', { runId: 'a' });
    await clock.advance(31_000);
    expect(notices.at(-1)).toMatchObject({ kind: 'live', event: { kind: 'phase', phase: 'stalled' } });
    await clock.advance(300_000);
    expect(await engine.runs.wait('a', 0)).toMatchObject({ status: 'failed', error: { code: 'timeout' } });
    expect(clock.pending).toBe(0);
  });
});

describe('a store that cannot be written', () => {
  it('pauses a run, which continues automatically when it works again', async () => {
    const gate = Promise.withResolvers<void>();
    const { send, engine, store, clock, notices, types } = harness([waits(gate.promise, 'whole answer')]);
    await send('one', { runId: 'a' });
    await settle();
    store.fail = new Error('disk full');
    gate.resolve();
    await clock.advance(5000);
    expect(notices.at(-1)).toMatchObject({ kind: 'live', event: { kind: 'phase', phase: 'stalled' } });
    expect(await engine.runs.wait('a', 0)).toBeUndefined();
    store.fail = undefined;
    await clock.advance(11_000);
    expect(await engine.runs.wait('a', 0)).toMatchObject({ status: 'done', text: 'whole answer' });
    expect(types()).toEqual(['message.accepted', 'run.started', 'message.completed', 'run.ended']);
  });

  it('rejects messages, keeps the engine running, and ends a run once it works again', async () => {
    const { send, engine, store, clock, types } = harness([hangs('text'), says('fine')]);
    await send('one', { runId: 'a' });
    await settle();
    store.fail = new Error('disk full');
    await expect(send('two', { runId: 'b' })).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      extras: { details: { code: 'STORE_WRITE_FAILED' } },
    });
    const stopped = engine.runs.abort(KEY);
    await clock.advance(5000);
    store.fail = undefined;
    await clock.advance(10_000);
    expect(await stopped).toEqual(['a']);
    expect(types().at(-1)).toBe('run.ended');
    await send('three', { runId: 'c' });
    expect(await engine.runs.wait('c', 1000)).toMatchObject({ status: 'done', text: 'fine' });
  });
});
