// What the sender of a message may ask for its run, and what it may expect of the session.
import { describe, expect, it } from 'vitest';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { hangs, says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

describe('options of a run', () => {
  it('choose model and thinking level for this run only', async () => {
    const { ask, providers, engine } = harness([says('a'), says('b')]);
    await ask('one', { options: { model: 'test/two', thinking: 'high' } });
    await ask('two');
    expect(providers.requests).toMatchObject([
      { model: 'two', thinking: 'high' },
      { model: 'one', thinking: 'off' },
    ]);
    expect((await engine.sessions.get(KEY))?.model).toBeUndefined();
  });

  it('of a message that steers a run apply from its next model call', async () => {
    const gate = Promise.withResolvers<undefined>();
    const { send, providers, engine } = harness([
      async function* first() {
        await gate.promise;
        yield { type: 'done', content: [{ type: 'text', text: 'one' }], stopReason: 'stop' };
      },
      says('two'),
    ]);
    await send('one', { runId: 'a', options: { instructions: 'Be short.' } });
    await send('think', { runId: 'b', options: { thinking: 'high' } });
    gate.resolve(undefined);
    await engine.runs.wait('a', 600_000);
    expect(providers.requests.map(({ thinking }) => thinking)).toEqual(['off', 'high']);
    expect(providers.requests[1]?.system.at(-1)).toBe('Be short.');
  });
});

describe('a time limit', () => {
  it('ends the run with an error that names it', async () => {
    const { send, engine, clock, events } = harness([hangs('half')]);
    await send('go', { runId: 'a', options: { timeoutMs: 5_000 } });
    await settle();
    await clock.advance(4_999);
    expect(engine.runs.active()).toHaveLength(1);
    await clock.advance(1);
    await settle();
    expect(await engine.runs.wait('a', 0)).toMatchObject({ status: 'failed', error: { code: 'time-limit' } });
    expect(events().at(-1)).toMatchObject({ error: { message: 'Stopped after 5 s, the time limit of this message.' } });
    expect(events().at(-2)).toMatchObject({ type: 'message.completed', content: [{ type: 'text', text: 'half' }] });
  });

  it('does not affect a run that ends earlier', async () => {
    const { ask, clock, engine } = harness([says('done')]);
    expect(await ask('go', { options: { timeoutMs: 5_000 } })).toMatchObject({ status: 'done' });
    await clock.advance(60_000);
    expect(engine.runs.active()).toEqual([]);
  });

  it('is measured from the start of the run', async () => {
    const { send, engine, clock } = harness([hangs()], { limits: { concurrentRuns: 1 } });
    await send('first', { sessionKey: 'agent:main:other', runId: 'other' });
    await send('go', { runId: 'a', options: { timeoutMs: 5_000 } });
    await clock.advance(5_000);
    await settle();
    expect(await engine.runs.wait('a', 0)).toMatchObject({ status: 'failed', error: { code: 'time-limit' } });
    expect(engine.runs.active()).toMatchObject([{ runId: 'other' }]);
  });
});

describe('a literal message', () => {
  it('is not treated as a slash command', async () => {
    const { ask, providers } = harness([says('That is a path.')]);
    expect(await ask('/help', { literal: true })).toMatchObject({ text: 'That is a path.' });
    expect(providers.requests).toHaveLength(1);
  });
});

describe('a message with expectations', () => {
  it('is rejected if the conversation has continued in the meantime', async () => {
    const { ask, send, engine, events } = harness([says('a'), says('b')]);
    await ask('one', { runId: 'a', expected: { leafEntryId: null } });
    const leaf = (await engine.queries.watch(KEY, 10)).view.items.at(-1)?.id ?? '';
    const before = events().length;
    const stale = send('two', { runId: 'b', expected: { leafEntryId: null } });
    await expect(stale).rejects.toMatchObject({ extras: { details: { reason: 'active-leaf-changed' } } });
    expect(events()).toHaveLength(before);
    expect(await ask('two', { runId: 'b', expected: { leafEntryId: leaf } })).toMatchObject({ status: 'done' });
    expect(await send('two', { runId: 'b', expected: { leafEntryId: leaf } })).toMatchObject({ status: 'ok' });
  });

  it('is rejected if the permission mode has changed in the meantime', async () => {
    const { ask, send, engine } = harness([says('a'), says('b')]);
    await ask('one', { expected: { approvalModes: [null] } });
    await engine.sessions.patch(KEY, { approvalMode: 'full' }, testPrincipal('me'));
    const stale = send('two', { expected: { approvalModes: [null] } });
    await expect(stale).rejects.toMatchObject({ extras: { details: { code: 'PERMISSION_MODE_CHANGED' } } });
    expect(await ask('two', { expected: { approvalModes: ['full'] } })).toMatchObject({ status: 'done' });
  });
});

it('keeps a time limit across a restart', async () => {
  const first = harness([hangs()]);
  await first.send('one', { runId: 'a' });
  await first.send('two', { runId: 'b', queueMode: 'followup', options: { timeoutMs: 5_000 } });
  const again = harness([hangs()], { store: copyOf(first.store), clock: first.clock });
  await again.engine.recover();
  await settle();
  await again.clock.advance(5_000);
  await settle();
  expect(await again.engine.runs.wait('b', 0)).toMatchObject({ status: 'failed', error: { code: 'time-limit' } });
});
