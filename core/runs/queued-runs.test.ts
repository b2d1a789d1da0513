// The queue of runs on a running engine: order, moves, cancellation, limits, restarts.
// Proves: PP-2
import { describe, expect, it } from 'vitest';
import type { Memory } from '../ports/memory.ts';
import { harness, type Harness, type HarnessOptions } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { hangs, says, waits, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const toKey = (name: string): string => `agent:main:${name}`;
const order = (play: Harness): readonly string[] => play.engine.queuedRuns.status().runs.map(({ runId }) => runId);

/** Sends to one session for each name; the names are also the IDs of the runs. */
async function sendAll(play: Harness, names: readonly string[]): Promise<void> {
  for (const name of names) await play.send(name, { sessionKey: toKey(name), runId: name });
  await settle();
}

function narrow(script: readonly ScriptedCall[], options: HarnessOptions = {}): Harness {
  return harness(script, { limits: { concurrentRuns: 1 }, ...options });
}

/** What the model was asked, in order. */
const asked = (play: Harness): readonly unknown[] =>
  play.providers.requests.map(({ messages }) => JSON.stringify(messages.at(-1)).match(/"text":"(\w+)/)?.[1]);

describe('a queued run', () => {
  it('is listed with its position, and why it waits', async () => {
    const play = narrow([hangs()]);
    await sendAll(play, ['a', 'b', 'c']);
    expect(play.engine.queuedRuns.status()).toMatchObject({
      activeRuns: 1,
      limit: 1,
      configuredLimit: 1,
      runs: [
        { runId: 'b', sessionKey: toKey('b'), position: 1, reason: 'limit', isResuming: false },
        { runId: 'c', position: 2, reason: 'limit' },
      ],
    });
    expect(play.engine.queuedRuns.has(toKey('b'))).toBe(true);
    expect(play.engine.queuedRuns.has(toKey('a'))).toBe(false);
  });

  it('starts in the order that a person chose', async () => {
    const gate = Promise.withResolvers<void>();
    const play = narrow([waits(gate.promise, 'x'), says('x'), says('x'), says('x')]);
    await sendAll(play, ['a', 'b', 'c', 'd']);
    await play.engine.queuedRuns.move('d', 'b');
    await play.engine.queuedRuns.move('b', undefined);
    expect(order(play)).toEqual(['d', 'c', 'b']);
    gate.resolve();
    await play.engine.runs.wait('b', 1_000);
    expect(asked(play)).toEqual(['a', 'd', 'c', 'b']);
    expect(await play.store.runQueue.list()).toEqual([]);
  });

  it('keeps its order through many moves to the same place', async () => {
    const play = narrow([hangs()]);
    await sendAll(play, ['a', 'b', 'c', 'd']);
    for (let move = 0; move < 200; move += 1) {
      await play.engine.queuedRuns.move(move % 2 === 0 ? 'd' : 'c', move % 2 === 0 ? 'c' : 'd');
      const stored = await play.store.runQueue.list();
      expect(stored.map(({ runId }) => runId)).toEqual(order(play));
    }
  });

  it('can be canceled, and then never starts', async () => {
    const gate = Promise.withResolvers<void>();
    const play = narrow([waits(gate.promise, 'x'), says('x')]);
    await sendAll(play, ['a', 'b', 'c']);
    await play.engine.queuedRuns.cancel('b');
    expect(await play.engine.runs.wait('b', 0)).toMatchObject({ status: 'aborted' });
    gate.resolve();
    await play.engine.runs.wait('c', 1_000);
    expect(asked(play)).toEqual(['a', 'c']);
  });

  it('can no longer be moved or canceled once it has started', async () => {
    const play = narrow([hangs()]);
    await sendAll(play, ['a', 'b']);
    const refused = { extras: { details: { code: 'RUN_NOT_QUEUED' } } };
    await expect(play.engine.queuedRuns.move('a', undefined)).rejects.toMatchObject(refused);
    await expect(play.engine.queuedRuns.move('b', 'a')).rejects.toMatchObject(refused);
    await expect(play.engine.queuedRuns.cancel('a')).rejects.toMatchObject(refused);
  });

  it('is announced when it joins and leaves the queue', async () => {
    const gate = Promise.withResolvers<void>();
    const play = narrow([waits(gate.promise, 'x'), says('x')]);
    await sendAll(play, ['a', 'b']);
    const changes = () => play.notices.flatMap((notice) => (notice.kind === 'queue' ? [notice.record?.key] : []));
    expect(changes()).toEqual([toKey('b')]);
    gate.resolve();
    await play.engine.runs.wait('b', 1_000);
    expect(changes()).toEqual([toKey('b'), toKey('b')]);
  });
});

describe('the limits', () => {
  it('are five runs by default', async () => {
    const { DEFAULT_SETTINGS } = await import('#tests/support/default-settings.ts');
    const play = harness([], { limits: { concurrentRuns: DEFAULT_SETTINGS.limits.concurrentRuns } });
    expect(play.engine.queuedRuns.status()).toMatchObject({ limit: 5, configuredLimit: 5, perUserLimit: 5 });
  });

  it('apply per user too', async () => {
    const play = harness([hangs()], { limits: { concurrentRuns: 3, concurrentRunsPerUser: 1 } });
    await sendAll(play, ['a', 'b']);
    expect(play.engine.queuedRuns.status().runs).toMatchObject([{ runId: 'b', reason: 'user-limit' }]);
  });

  it('are lowered while memory is short, and raised again when it is free', async () => {
    let availableBytes = 0;
    const memory: Memory = { availableBytes: () => availableBytes };
    const play = harness([hangs(), hangs()], { limits: { concurrentRuns: 5 }, memory });
    await sendAll(play, ['a', 'b']);
    expect(play.engine.queuedRuns.status()).toMatchObject({
      limit: 1,
      configuredLimit: 5,
      runs: [{ runId: 'b', reason: 'memory' }],
    });
    availableBytes = 8 * 1024 ** 3;
    await play.clock.advance(2_000);
    await settle();
    expect(order(play)).toEqual([]);
    expect(play.providers.requests).toHaveLength(2);
  });

  it('take effect for waiting runs when they are raised', async () => {
    const play = narrow([hangs(), hangs()]);
    await sendAll(play, ['a', 'b']);
    play.settings.limits = { ...play.settings.limits, concurrentRuns: 2 };
    await play.clock.advance(2_000);
    await settle();
    expect(play.providers.requests).toHaveLength(2);
  });
});

describe('after a restart', () => {
  it('by a kill, runs are queued in the same order, and none that had started runs again', async () => {
    const before = narrow([hangs()]);
    await sendAll(before, ['a', 'b', 'c', 'd']);
    await before.engine.queuedRuns.move('d', 'b');
    const gate = Promise.withResolvers<void>();
    const after = narrow([waits(gate.promise, 'x'), says('x'), says('x')], { store: copyOf(before.store) });
    await after.engine.recover();
    await settle();
    expect(await after.engine.runs.wait('a', 0)).toMatchObject({ status: 'interrupted' });
    expect(order(after)).toEqual(['b', 'c']);
    gate.resolve();
    await after.engine.runs.wait('c', 1_000);
    expect(asked(after)).toEqual(['d', 'b', 'c']);
    expect(await after.store.runQueue.list()).toEqual([]);
  });

  it('that was orderly, runs are queued in the same order', async () => {
    const before = narrow([hangs()]);
    await sendAll(before, ['a', 'b', 'c']);
    await before.engine.stop();
    const after = narrow([says('x'), says('x')], { store: copyOf(before.store) });
    await after.engine.recover();
    expect(await waitUntil('the end', () => after.engine.runs.wait('c', 0))).toMatchObject({ status: 'done' });
    expect(asked(after)).toEqual(['b', 'c']);
  });

  it('a run whose session is gone is forgotten', async () => {
    const before = narrow([hangs()]);
    await sendAll(before, ['a', 'b']);
    const store = copyOf(before.store);
    store.tables.sessions.delete(toKey('b'));
    const after = narrow([], { store });
    await after.engine.recover();
    expect(await store.runQueue.list()).toEqual([]);
  });
});

describe('a session with queued messages', () => {
  it('ends the wait for them when it is deleted', async () => {
    const { engine, send } = harness([hangs()]);
    const sessionKey = toKey('main');
    await send('first', { sessionKey, runId: 'a' });
    await send('second', { sessionKey, runId: 'b', queueMode: 'followup' });
    const waiting = engine.runs.wait('b', 60_000);
    await engine.sessions.delete(sessionKey, testPrincipal('me'));
    expect(await waiting).toMatchObject({ runId: 'b', status: 'aborted' });
    expect(await engine.runs.wait('a', 0)).toMatchObject({ status: 'aborted' });
  });
});
