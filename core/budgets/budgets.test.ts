// Proves: US-6
import { describe, expect, it } from 'vitest';
import { harness, KEY, type Harness, type HarnessOptions } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { fails, says, waits, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { schedulePrincipal } from '../principal.ts';
import type { BudgetDraft } from './budgets.ts';

const ME = testPrincipal('me');
/** Each request is estimated at about 2,300 tokens of input and 4,000 of output. */
const ROOM = 40_000;

/** An answer for which the server counts this many tokens. */
function counts(tokens: number): ScriptedCall {
  return async function* answer() {
    const usage = { input: tokens, output: 0, cacheRead: 0, cacheWrite: 0 };
    yield { type: 'done', content: [{ type: 'text', text: 'counted' }], stopReason: 'stop', usage };
  };
}

async function limited(
  script: readonly ScriptedCall[],
  draft: Partial<BudgetDraft>,
  options?: HarnessOptions,
): Promise<Harness> {
  const play = harness(script, options);
  await play.engine.budgets.set({ scope: 'all', period: 'day', ...draft }, ME);
  return play;
}

const onlyPaused = async ({ engine }: Harness) => {
  const { paused } = await engine.budgets.list();
  const [run, ...more] = paused;
  expect(more).toEqual([]);
  if (run === undefined) throw new Error('no run is paused');
  return run;
};

describe('a budget', () => {
  it('lets requests through while there is room, and counts what they really used', async () => {
    const play = await limited([says('one'), says('two')], { maxTokens: ROOM });
    await play.ask('first');
    await play.ask('second');
    const { budgets, paused } = await play.engine.budgets.list();
    expect(budgets[0]?.use).toMatchObject({ tokens: 30, maxTokens: ROOM });
    expect(paused).toEqual([]);
  });

  it('pauses the run before a request that could exceed it, and continues once it is raised', async () => {
    const play = await limited([says('answer')], { maxTokens: 1_000 });
    await play.send('go', { runId: 'run' });
    await settle();
    expect(play.providers.requests).toHaveLength(0);
    const run = await onlyPaused(play);
    expect(run).toMatchObject({ runId: 'run', sessionKey: KEY, scope: 'all', maxTokens: 1_000, tokens: 0 });
    await expect(play.engine.budgets.raise(run.stopId, { maxTokens: 2_000 }, ME)).rejects.toMatchObject({
      extras: { details: { code: 'BUDGET_TOO_LOW' } },
    });
    await play.engine.budgets.raise(run.stopId, { maxTokens: ROOM }, ME);
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'answer' });
    expect(play.events()).toContainEqual(
      expect.objectContaining({ type: 'budget.resolved', outcome: 'raised', resolvedBy: 'me' }),
    );
    expect((await play.engine.budgets.list()).paused).toEqual([]);
  });

  it('ends the run if a person stops it, and tells the model in the next turn why', async () => {
    const play = await limited([says('answer')], { maxTokens: 1_000 });
    await play.send('go', { runId: 'run' });
    await settle();
    await play.engine.budgets.stop((await onlyPaused(play)).stopId, ME);
    expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({
      status: 'failed',
      error: { code: 'budget-reached', message: expect.stringContaining('1,000 tokens per day') as string },
    });
    const { budgets } = await play.engine.budgets.list();
    await play.engine.budgets.remove(budgets[0]?.id ?? '', ME);
    await play.ask('continue');
    expect(JSON.stringify(play.providers.requests[0]?.messages)).toContain('Stopped at a budget.');
  });

  it('keeps the run paused across a restart', async () => {
    const before = await limited([], { maxTokens: 1_000 });
    await before.send('go', { runId: 'run' });
    await settle();
    const { stopId } = await onlyPaused(before);
    const killed = copyOf(before.store);
    await before.engine.stop();
    for (const store of [killed, before.store]) {
      const play = harness([says('answer')], { store });
      await play.engine.recover();
      await settle();
      expect(await onlyPaused(play)).toMatchObject({ stopId, runId: 'run' });
      await play.engine.budgets.raise(stopId, { maxTokens: ROOM }, ME);
      expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'answer' });
      await play.engine.stop();
    }
  });

  it('is not exceeded by parallel runs: the second waits until the first has used less than it reserved', async () => {
    const gate = Promise.withResolvers<void>();
    const play = await limited([waits(gate.promise, 'one'), says('two')], { maxTokens: 10_000 });
    await play.send('a', { sessionKey: 'agent:main:a', runId: 'a' });
    await play.send('b', { sessionKey: 'agent:main:b', runId: 'b' });
    await settle();
    expect(play.providers.requests).toHaveLength(1);
    expect((await play.engine.budgets.list()).paused).toEqual([]);
    gate.resolve();
    expect(await play.engine.runs.wait('b', 1_000)).toMatchObject({ status: 'done', text: 'two' });
  });

  it('is checked before each retry, and an interrupted answer is not taken for the whole one', async () => {
    const failing = fails({ code: 'overloaded', message: 'busy' }, 'half an answer');
    const play = await limited([failing, says('answer')], { maxTokens: ROOM });
    await play.send('go', { runId: 'run' });
    await settle();
    const { budgets } = await play.engine.budgets.list();
    await play.engine.budgets.set({ id: budgets[0]?.id ?? '', scope: 'all', period: 'day', maxTokens: 500 }, ME);
    await play.clock.advance(1_000);
    await settle();
    const again = harness([says('answer')], { store: copyOf(play.store) });
    await again.engine.recover();
    await settle();
    await again.engine.budgets.raise((await onlyPaused(again)).stopId, { maxTokens: ROOM }, ME);
    expect(await again.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done', text: 'answer' });
  });

  it('of each session counts them separately', async () => {
    const play = await limited([counts(1_000), says('2')], { scope: 'session', period: 'total', maxTokens: 7_000 });
    await play.ask('one');
    await play.ask('two', { sessionKey: 'agent:main:other' });
    await play.send('three', { runId: 'three' });
    await settle();
    expect(await onlyPaused(play)).toMatchObject({ runId: 'three', scope: 'session', tokens: 1_000 });
  });

  it('of a schedule counts only the runs that it started', async () => {
    const play = await limited([counts(1_000), says('2')], {
      scope: 'schedule',
      target: 'nightly',
      period: 'month',
      maxTokens: 7_000,
    });
    const by = schedulePrincipal('nightly', ME.userId);
    await play.ask('one', { by });
    await play.ask('two');
    await play.send('three', { runId: 'three', by, sessionKey: 'agent:main:other' });
    await settle();
    expect(await onlyPaused(play)).toMatchObject({ runId: 'three', target: 'nightly', tokens: 1_000 });
  });

  it('has room again on the next day in its time zone', async () => {
    const play = await limited([counts(1_000), says('2')], { maxTokens: 7_000, timeZone: 'Asia/Tokyo' });
    await play.ask('one');
    await play.send('two', { runId: 'next' });
    await settle();
    expect(await onlyPaused(play)).toMatchObject({ runId: 'next', tokens: 1_000 });
    // It is 18:00 in Tokyo.
    await play.clock.advance(5 * 60 * 60_000);
    expect(await onlyPaused(play)).toMatchObject({ runId: 'next' });
    await play.clock.advance(2 * 60 * 60_000);
    await settle();
    expect(await play.engine.runs.wait('next', 1_000)).toMatchObject({ status: 'done' });
    expect(play.events()).toContainEqual(expect.objectContaining({ type: 'budget.resolved', outcome: 'cleared' }));
  });

  it('in money does not apply to a model without a price, and says how many calls it does not include', async () => {
    const play = await limited([says('answer')], { maxCost: 0.01 });
    expect(await play.ask('go')).toMatchObject({ status: 'done' });
    expect((await play.engine.budgets.list()).budgets[0]?.use).toMatchObject({ cost: 0, unpricedCalls: 1 });
  });

  it('warns once when 80 % is used', async () => {
    const play = await limited([counts(1_000), counts(6_000), says('3')], { maxTokens: 8_000 });
    const warnings = () => play.notices.flatMap((one) => (one.kind === 'budgets' ? (one.warning ?? []) : []));
    await play.ask('one');
    await settle();
    expect(warnings()).toEqual([]);
    await play.ask('two');
    await settle();
    expect(warnings()).toMatchObject([{ scope: 'all', tokens: 7_000, maxTokens: 8_000, sessionKey: KEY }]);
    await play.send('three');
    await settle();
    expect(await onlyPaused(play)).toMatchObject({ tokens: 7_000 });
    expect(warnings()).toHaveLength(1);
  });

  it('ends with the run when the run is stopped while it is paused', async () => {
    const play = await limited([], { maxTokens: 1_000 });
    await play.send('go', { runId: 'run' });
    await settle();
    const { stopId } = await onlyPaused(play);
    expect(await play.engine.runs.abort(KEY)).toEqual(['run']);
    expect((await play.engine.budgets.list()).paused).toEqual([]);
    await expect(play.engine.budgets.stop(stopId, ME)).rejects.toThrow('No paused run has this ID.');
  });

  it('is rejected without a limit, with a target that its scope has not, or with an unknown time zone', async () => {
    const { engine } = harness();
    const codes = await Promise.all(
      [
        { scope: 'all', period: 'day' },
        { scope: 'run', period: 'day', maxTokens: 1 },
        { scope: 'all', target: 'main', period: 'day', maxTokens: 1 },
        { scope: 'all', period: 'day', maxTokens: 1, timeZone: 'Mars/Olympus' },
      ].map((draft) =>
        engine.budgets.set(draft as BudgetDraft, ME).catch((error: { extras: { details: { code: string } } }) => error),
      ),
    );
    expect(codes.map((error) => ('extras' in error ? error.extras.details.code : 'saved'))).toEqual([
      'INVALID_BUDGET',
      'INVALID_BUDGET',
      'INVALID_BUDGET',
      'UNKNOWN_TIME_ZONE',
    ]);
  });
});
