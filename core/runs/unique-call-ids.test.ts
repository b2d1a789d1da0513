import { expect, it } from 'vitest';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { calls, says } from '#tests/support/core/scripted-provider.ts';

it('calls keep their own results if the server numbers the calls of each answer from zero', async () => {
  const todo = (text: string) => calls([{ id: 'call_0', name: 'no-such-tool', input: { text } }]);
  const h = harness([todo('one'), todo('two'), says('done'), todo('three'), says('done')]);
  for (const runId of ['a', 'b']) {
    await h.send('go', { runId });
    expect(await h.engine.runs.wait(runId, 1_000)).toMatchObject({ status: 'done' });
  }
  const { view } = await h.engine.queries.watch(KEY, 100);
  const made = view.items.flatMap((item) => (item.kind === 'assistant' ? item.calls : []));
  expect(new Set(made.map(({ callId }) => callId)).size).toBe(3);
  expect(made.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed']);
});
