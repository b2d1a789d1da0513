import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { GatewayError } from '#contract/wire/errors.ts';
import { harness, type Harness, type HarnessOptions } from '#tests/support/core/engine-harness.ts';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { calls, fails, says, waits, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const WAITING = 'agent:main:waiting';
const OTHER = 'agent:main:other';
const ask = calls([{ id: 'a', name: 'ask', input: { questions: [{ question: 'Which colour?' }] } }]);
const by = testPrincipal('me');

/** An engine that runs one run at a time. */
function narrow(script: readonly ScriptedCall[], options: HarnessOptions = {}): Harness {
  return harness(script, { ...options, limits: { concurrentRuns: 1 } });
}

/** Sends to the other session and expects its run to end while the first one waits. */
async function expectOtherRuns(play: Harness): Promise<void> {
  await play.send('two', { sessionKey: OTHER, runId: 'other' });
  expect(await play.engine.runs.wait('other', 1_000)).toMatchObject({ status: 'done', text: 'free' });
  expect(await play.engine.runs.wait('waiting', 0)).toBeUndefined();
}

describe('a run that waits', () => {
  it('for an answer lets other runs use its slot', async () => {
    const play = narrow([ask, says('free'), says('thanks')]);
    await play.send('one', { sessionKey: WAITING, runId: 'waiting' });
    await settle();
    await expectOtherRuns(play);
    const [question] = play.engine.questions.pending();
    await play.engine.questions.resolve({ id: question?.id ?? '', answers: { q1: ['Red'] }, by });
    expect(await play.engine.runs.wait('waiting', 1_000)).toMatchObject({ status: 'done', text: 'thanks' });
  });

  it('for approval lets other runs use its slot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-slots-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const machines = createMachineDirectory({
      home: `${folder}-home`,
      environment: process.env,
      log: QUIET,
      clock: new ManualClock(),
    });
    onTestFinished(() => machines.disposeAll());
    const exec = calls([{ id: 'c', name: 'exec', input: { command: 'touch proof' } }]);
    const play = narrow([exec, says('free'), says('thanks')], { machines, agent: { workspace: folder } });
    await play.send('one', { sessionKey: WAITING, runId: 'waiting' });
    const { id } = await waitUntil('the approval', async () => (await play.engine.approvals.pending())[0]);
    await expectOtherRuns(play);
    await play.engine.approvals.resolve({ id, decision: 'allow-once', by });
    const end = await waitUntil('the end', () => play.engine.runs.wait('waiting', 0));
    expect(end).toMatchObject({ status: 'done', text: 'thanks' });
  });

  it('for the next attempt at a model call lets other runs use its slot', async () => {
    const play = narrow([fails({ code: 'overloaded', message: 'Busy.' }), says('free'), says('thanks')]);
    await play.send('one', { sessionKey: WAITING, runId: 'waiting' });
    await settle();
    await expectOtherRuns(play);
    await play.clock.advance(500);
    expect(await play.engine.runs.wait('waiting', 1_000)).toMatchObject({ status: 'done', text: 'thanks' });
  });

  it('for the database lets other runs use its slot', async () => {
    const gate = Promise.withResolvers<void>();
    const play = narrow([waits(gate.promise, 'late'), says('free')]);
    await play.send('one', { sessionKey: WAITING, runId: 'waiting' });
    play.store.fail = new GatewayError('UNAVAILABLE', 'The disk is full.', { retryable: true });
    gate.resolve();
    await settle();
    play.store.fail = undefined;
    await expectOtherRuns(play);
    await play.clock.advance(500);
    expect(await play.engine.runs.wait('waiting', 1_000)).toMatchObject({ status: 'done', text: 'late' });
  });

  it('gets a slot again before it continues, and shows that it is queued', async () => {
    const gate = Promise.withResolvers<void>();
    const play = narrow([ask, waits(gate.promise, 'long'), says('thanks')]);
    await play.send('one', { sessionKey: WAITING, runId: 'waiting' });
    await settle();
    await play.send('two', { sessionKey: OTHER, runId: 'other' });
    await settle();
    const [question] = play.engine.questions.pending();
    await play.engine.questions.resolve({ id: question?.id ?? '', answers: { q1: ['Red'] }, by });
    await settle();
    expect(play.providers.requests).toHaveLength(2);
    expect(play.engine.questions.pending()).toEqual([]);
    const phases = play.notices.flatMap((notice) =>
      notice.kind === 'live' && notice.event.kind === 'phase' ? [notice.event.phase] : [],
    );
    expect(phases).toContain('queued');
    expect(play.engine.queuedRuns.status()).toMatchObject({
      activeRuns: 1,
      runs: [{ runId: 'waiting', position: 1, reason: 'limit', isResuming: true }],
    });
    gate.resolve();
    expect(await play.engine.runs.wait('waiting', 1_000)).toMatchObject({ status: 'done', text: 'thanks' });
  });

  it('can be stopped while it is queued again, and leaves no slot occupied', async () => {
    const gate = Promise.withResolvers<void>();
    const play = narrow([ask, waits(gate.promise, 'long'), says('free')]);
    await play.send('one', { sessionKey: WAITING, runId: 'waiting' });
    await settle();
    await play.send('two', { sessionKey: OTHER, runId: 'long' });
    await settle();
    const [question] = play.engine.questions.pending();
    await play.engine.questions.resolve({ id: question?.id ?? '', answers: { q1: ['Red'] }, by });
    await settle();
    expect(await play.engine.runs.abort(WAITING)).toEqual(['waiting']);
    expect(await play.engine.runs.wait('waiting', 0)).toMatchObject({ status: 'aborted' });
    gate.resolve();
    await play.engine.runs.wait('long', 1_000);
    await play.send('three', { sessionKey: OTHER, runId: 'other' });
    expect(await play.engine.runs.wait('other', 1_000)).toMatchObject({ status: 'done', text: 'free' });
  });
});
