// The last message of a run and its end are saved together.
import { expect, it } from 'vitest';
import { harness } from '#tests/support/core/engine-harness.ts';
import { says, waits } from '#tests/support/core/scripted-provider.ts';

it('saves a turn without tool calls in two steps: its start, and its message with the end', async () => {
  const { ask, store, types, events } = harness([says('one'), says('two')]);
  await ask('first');
  const before = store.writes;
  expect(await ask('second')).toMatchObject({ status: 'done', text: 'two' });
  expect(store.writes - before).toBe(2);
  expect(types().slice(-2)).toEqual(['message.completed', 'run.ended']);
  const ends = events().filter((event) => event.type === 'run.ended');
  const messages = events().filter((event) => event.type === 'message.completed');
  expect(ends.at(-1)).toMatchObject({ modelCalls: 1, usage: messages.at(-1)?.usage, stopReason: 'stop' });
});

it('saves the end separately while a message is queued, which is then answered', async () => {
  const gate = Promise.withResolvers<void>();
  const { ask, send, types, engine } = harness([waits(gate.promise, 'one'), says('two')]);
  const first = ask('first');
  await send('second', { runId: 'second', queueMode: 'followup' });
  gate.resolve();
  expect(await first).toMatchObject({ status: 'done', text: 'one' });
  expect(await engine.runs.wait('second', 60_000)).toMatchObject({ status: 'done', text: 'two' });
  expect(types().filter((type) => type === 'run.ended')).toHaveLength(2);
});
