// Proves: AG-8, MP-2
import { describe, expect, it } from 'vitest';
import { foldAll, EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import { harness, KEY, type Harness } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { fails, says, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const ME = testPrincipal('me');
const HOUR_MS = 60 * 60_000;

const limited = (retryAfterMs: number): ScriptedCall =>
  fails({ code: 'rate-limit', message: 'Test rate limit reached.', retryAfterMs });

function getWait(play: Harness, key = KEY) {
  const wait = play.engine.quota.find(key);
  if (wait === undefined) throw new Error('the run does not wait');
  return wait;
}

const count = (play: Harness, type: string): number => play.types().filter((one) => one === type).length;

describe('a run whose provider is limited for longer than a minute', () => {
  it('waits until the limit resets, then continues automatically', async () => {
    const play = harness([limited(HOUR_MS), says('answer')]);
    const start = play.clock.now();
    await play.send('go', { runId: 'run' });
    await settle();
    expect(getWait(play)).toMatchObject({ provider: 'test', model: 'one', resumesAtMs: start + HOUR_MS });
    await play.clock.advance(HOUR_MS - 1_000);
    expect(play.providers.requests).toHaveLength(1);
    await play.clock.advance(1_000);
    await settle();
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'answer' });
    expect(play.engine.quota.find(KEY)).toBeUndefined();
    const { items } = foldAll(EMPTY_SESSION, play.events());
    expect(items).toContainEqual(expect.objectContaining({ kind: 'divider', what: 'quota' }));
  });

  it('waits again, with one line in the transcript, if the provider is still limited', async () => {
    const play = harness([limited(HOUR_MS), limited(2 * HOUR_MS), says('answer')]);
    await play.send('go', { runId: 'run' });
    await settle();
    await play.clock.advance(HOUR_MS);
    await settle();
    expect(getWait(play).resumesAtMs - play.clock.now()).toBe(2 * HOUR_MS);
    await play.clock.advance(2 * HOUR_MS);
    await settle();
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'answer' });
    const { items } = foldAll(EMPTY_SESSION, play.events());
    expect(items.filter((item) => item.kind === 'divider')).toHaveLength(1);
  });

  it.each([
    ['before the limit resets', HOUR_MS / 2],
    ['long after the limit reset', 3 * HOUR_MS],
  ])('continues exactly once if the host was killed and started again %s', async (_when, downMs) => {
    const before = harness([limited(HOUR_MS)]);
    await before.send('go', { runId: 'run' });
    await settle();
    const { waitId, resumesAtMs } = getWait(before);
    const killed = copyOf(before.store);
    await before.engine.stop();
    await before.clock.advance(downMs);
    for (const store of [killed, before.store]) {
      const play = harness([says('answer')], { store, clock: before.clock });
      await play.engine.recover();
      await settle();
      if (play.clock.now() < resumesAtMs) {
        expect(getWait(play).waitId).toBe(waitId);
        expect(play.providers.requests).toHaveLength(0);
        await play.clock.advance(resumesAtMs - play.clock.now());
        await settle();
      }
      expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'answer' });
      expect(play.providers.requests).toHaveLength(1);
      expect([count(play, 'quota.waiting'), count(play, 'quota.resolved'), count(play, 'run.ended')]).toEqual([
        1, 1, 1,
      ]);
      await play.engine.stop();
    }
  });

  it('continues at once if a person does not want to wait, and only once', async () => {
    const play = harness([limited(HOUR_MS), says('answer')]);
    await play.send('go', { runId: 'run' });
    await settle();
    const { waitId } = getWait(play);
    const answers = await Promise.allSettled([
      play.engine.quota.continueRun(waitId, undefined, ME),
      play.engine.quota.continueRun(waitId, undefined, ME),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done' });
    expect(play.events()).toContainEqual(
      expect.objectContaining({ type: 'quota.resolved', outcome: 'continued', resolvedBy: 'me' }),
    );
    await play.clock.advance(2 * HOUR_MS);
    expect(play.providers.requests).toHaveLength(2);
    await expect(play.engine.quota.continueRun(waitId, undefined, ME)).rejects.toMatchObject({
      extras: { details: { code: 'RUN_NOT_WAITING' } },
    });
  });

  it('continues with the model that a person chooses, until it ends, also after a restart', async () => {
    const before = harness([limited(HOUR_MS), limited(HOUR_MS)]);
    await before.send('go', { runId: 'run' });
    await settle();
    await expect(before.engine.quota.continueRun(getWait(before).waitId, 'two', ME)).rejects.toThrow(
      `"two" isn't a model.`,
    );
    await before.engine.quota.continueRun(getWait(before).waitId, 'test/two', ME);
    await settle();
    expect(before.providers.requests.at(-1)).toMatchObject({ model: 'two' });
    expect(getWait(before)).toMatchObject({ model: 'two' });
    await before.engine.stop();
    const play = harness([says('answer'), says('next')], { store: before.store, clock: before.clock });
    await play.engine.recover();
    await play.clock.advance(HOUR_MS);
    await settle();
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'answer' });
    expect(play.providers.requests.at(-1)).toMatchObject({ model: 'two' });
    await play.ask('and now?');
    expect(play.providers.requests.at(-1)).toMatchObject({ model: 'one' });
  });

  it('ends if a person stops it, and other sessions are not held up', async () => {
    const play = harness([limited(HOUR_MS), says('other')], { limits: { concurrentRuns: 1 } });
    await play.send('go', { runId: 'run' });
    await settle();
    expect(await play.ask('hi', { sessionKey: 'agent:main:other' })).toMatchObject({ status: 'done', text: 'other' });
    expect(await play.engine.runs.abort(KEY)).toEqual(['run']);
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'aborted' });
    expect(play.engine.quota.find(KEY)).toBeUndefined();
  });

  it('does not wait while a fallback can answer, and otherwise for the model that is free first', async () => {
    const answered = harness([limited(HOUR_MS), says('from two')], { agent: { fallbacks: ['other/two'] } });
    expect(await answered.ask('go')).toMatchObject({ status: 'done', text: 'from two' });
    const script = [limited(2 * HOUR_MS), limited(HOUR_MS), says('from two')];
    const play = harness(script, { agent: { fallbacks: ['other/two'] } });
    await play.send('go', { runId: 'run' });
    await settle();
    expect(getWait(play)).toMatchObject({ provider: 'other', model: 'two' });
    await play.clock.advance(HOUR_MS);
    await settle();
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'from two' });
    expect(play.providers.requests.map(({ model }) => model)).toEqual(['one', 'two', 'two']);
  });

  it.each([
    ['answers a program that handles the error itself', { verbatimHistory: true }],
    ['has less time than the wait would take', { timeoutMs: HOUR_MS / 2 }],
  ])('fails at once if it %s', async (_why, options) => {
    const play = harness([limited(HOUR_MS)]);
    expect(await play.ask('go', { options })).toMatchObject({ status: 'failed', error: { code: 'rate-limit' } });
    expect(count(play, 'quota.waiting')).toBe(0);
  });
});
