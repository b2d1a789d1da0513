import { expect, it } from 'vitest';
import { harness } from '#tests/support/core/engine-harness.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

it('finds a session by key, ID, title, ID prefix, and link, and several when the name is ambiguous', async () => {
  const { engine } = harness();
  const first = await engine.sessions.create({ key: 'agent:main:first', title: 'Tax return' }, testPrincipal('me'));
  const second = await engine.sessions.create(
    { key: 'agent:main:second', title: 'Holiday plans' },
    testPrincipal('me'),
  );
  const find = async (by: 'key' | 'sessionId' | 'label' | 'shortId' | 'reference', text: string, slug?: string) =>
    (await engine.queries.find({ by, text, slug })).map(({ key }) => key).toSorted();
  expect(await find('key', 'first')).toEqual([first.key]);
  expect(await find('sessionId', first.sessionId)).toEqual([first.key]);
  expect(await find('label', 'Holiday plans')).toEqual([second.key]);
  expect(await find('shortId', first.sessionId)).toContain(first.key);
  // Anything shorter than four characters would match too many.
  expect(await find('shortId', first.sessionId.slice(0, 3))).toEqual([]);
  for (const link of ['gatehouse://session/agent%3Amain%3Afirst', 'http://127.0.0.1:18789/#/sessions/first'])
    expect(await find('reference', link), link).toEqual([first.key]);
  expect(await find('reference', '%')).toEqual([]);
  await engine.sessions.delete(first.key, testPrincipal('me'));
  expect(await find('key', 'first')).toEqual([]);
});
