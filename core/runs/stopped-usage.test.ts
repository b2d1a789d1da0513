// Proves: US-1
import { expect, it } from 'vitest';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { hangs, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const COUNTED = { input: 900, output: 4, cacheRead: 0, cacheWrite: 0 };

const counts: ScriptedCall = async function* count(request, signal) {
  yield { type: 'usage', usage: { ...COUNTED, output: 1 } };
  yield { type: 'text', index: 0, text: 'Once upon' };
  yield { type: 'usage', usage: COUNTED };
  yield* hangs(' a time')(request, signal);
};

async function stop(script: ScriptedCall) {
  const h = harness([script]);
  await h.send('go', { runId: 'a' });
  await waitUntil('the first words', () => h.providers.requests.length > 0 && h.notices.some(isText));
  await h.engine.runs.abort(KEY);
  expect(await h.engine.runs.wait('a', 0)).toMatchObject({ status: 'aborted' });
  return h;
}

const isText = (notice: object): boolean => JSON.stringify(notice).includes('Once');

it('a stopped answer counts with the tokens that the provider had reported', async () => {
  const h = await stop(counts);
  expect(h.store.tables.usage).toMatchObject([{ runId: 'a', usage: COUNTED }]);
  const [answer] = h.events().filter((event) => event.type === 'message.completed');
  expect(answer).toMatchObject({ stopReason: 'aborted', usage: COUNTED });
  expect(h.events().find((event) => event.type === 'run.ended')).toMatchObject({ usage: COUNTED });
});

it('a stopped call counts even if the provider had reported nothing', async () => {
  const h = await stop(hangs('Once'));
  expect(h.store.tables.usage).toMatchObject([{ runId: 'a', usage: { input: 0, output: 0 } }]);
});
