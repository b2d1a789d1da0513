import { expect, it } from 'vitest';
import { EMPTY_SESSION, foldAll } from '#contract/sessions/session-fold.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { SCRIPTED_USAGE, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { ThinkingTime } from './thinking-time.ts';

it('counts each block from the request, or from the end of the block before', () => {
  const time = new ThinkingTime(100);
  time.add(0, true, 400);
  time.add(0, true, 900);
  time.add(1, false, 1_100);
  time.add(1, false, 3_000);
  time.add(2, true, 3_500);
  time.add(2, true, 4_000);
  expect(time.end()).toEqual({ 0: 1_000, 2: 1_000 });
});

it('has no time without thinking', () => {
  const time = new ThinkingTime(0);
  time.add(0, false, 10);
  expect(time.end()).toBeUndefined();
});

it('is stored with the message', async () => {
  const gate = Promise.withResolvers<void>();
  const thinks: ScriptedCall = async function* answer() {
    yield { type: 'thinking', index: 0, text: 'Hm.' };
    await gate.promise;
    yield { type: 'text', index: 1, text: 'Yes.' };
    const content = [{ type: 'thinking', thinking: 'Hm.' } as const, { type: 'text', text: 'Yes.' } as const];
    yield { type: 'done', content, stopReason: 'stop', usage: SCRIPTED_USAGE };
  };
  const play = harness([thinks]);
  await play.send('go', { runId: 'run' });
  await play.clock.advance(12_000);
  gate.resolve();
  await settle();
  expect(await play.engine.runs.wait('run', 1_000)).toMatchObject({ status: 'done' });
  const item = foldAll(EMPTY_SESSION, play.events(KEY)).items.at(-1);
  expect(item).toMatchObject({ kind: 'assistant', thinkingMs: { 0: 12_000 } });
});
