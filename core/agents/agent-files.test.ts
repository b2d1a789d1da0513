import { expect, it } from 'vitest';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { settle } from '#tests/support/core/manual-clock.ts';
import { says } from '#tests/support/core/scripted-provider.ts';

it('reading agent files can be aborted if a folder does not respond and skips a missing folder', async () => {
  let answers = false;
  const machines = {
    open: () => (answers ? Promise.reject(new Error('it is gone')) : new Promise<never>(() => {})),
    disposeAll: async () => undefined,
  };
  const play = harness([says('hello')], { machines, agent: { ownFolder: true } });
  await play.send('go', { runId: 'a' });
  await settle();
  expect(play.providers.requests).toEqual([]);
  expect(await play.engine.runs.abort(KEY, 'a')).toEqual(['a']);
  expect(await play.engine.runs.wait('a', 0)).toMatchObject({ status: 'aborted' });
  answers = true;
  expect(await play.ask('again')).toMatchObject({ status: 'done', text: 'hello' });
});
