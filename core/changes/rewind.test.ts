import { expect, it } from 'vitest';
import { openGit } from '#adapters/git/git-program.ts';
import { openSnapshots } from '#adapters/snapshots/open-snapshots.ts';
import { runSnapshot } from '#tests/conformance/changes.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { makeTestFolder } from '#tests/support/git-repository.ts';

it('of files and conversation is recorded as done only once the conversation has been rewound', async () => {
  const home = await makeTestFolder('rewind');
  const git = openGit(process.env, () => () => undefined);
  const { engine, store, ask } = harness([says('Hello.')], {
    snapshots: openSnapshots({ home, forbiddenFolders: [home], git }),
  });
  await ask('one');
  await store.changes.write({ snapshots: [runSnapshot('earlier', { sessionKey: KEY, folder: home })] });
  const messageId = (await engine.queries.watch(KEY, 10)).view.items[0]?.id ?? '';
  const rewind = () =>
    engine.changes.rewind(KEY, { messageId, what: 'both', keep: [], overwrite: [] }, testPrincipal('me'));
  store.beforeCommit = () => {
    throw new Error('The disk is full.');
  };
  await expect(rewind()).rejects.toThrow();
  const operations = async () =>
    (await store.changes.operations(KEY, 10)).map(({ conversation }) => conversation?.isDone);
  expect(await operations()).toEqual([false]);
  store.beforeCommit = undefined;
  await rewind();
  expect(await operations()).toEqual(expect.arrayContaining([false, true]));
});
