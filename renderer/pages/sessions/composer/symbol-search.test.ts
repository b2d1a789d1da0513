import { expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { scriptedClient, settled } from '../../../state/testing/stand-ins.ts';
import { createSymbolSearch } from './symbol-search.ts';

const PLACE = { sessionKey: 's' };
const PAUSE_MS = 1_000;

/** A search whose requests are answered by hand, in their order. */
function setUp(methods: readonly string[] = ['files.symbols']) {
  const answers: ((name: string) => void)[] = [];
  const { client, calls } = scriptedClient((method) =>
    method === 'files.symbols'
      ? new Promise((resolve) =>
          answers.push((name) =>
            resolve({ symbols: [{ name, kind: 'class', path: 'a.ts', line: 2, text: `class ${name} {` }] }),
          ),
        )
      : { ok: true },
  );
  const clock = new ManualClock();
  const found: string[] = [];
  const search = createSymbolSearch(
    // Only the names of its methods are read.
    { ...client, hello: () => ({ features: { methods } }) as never },
    (ms, run) => clock.after(ms, run),
    (symbols) => found.push(...symbols.map(({ label, id, detail }) => `${label} ${id} ${detail}`)),
  );
  return { search, answers, found, calls, pause: () => clock.elapse(PAUSE_MS) };
}

it('searches once the user pauses, and offers what was found with its place', async () => {
  const { search, answers, found, calls, pause } = setUp();
  for (const query of ['pl', 'pla', 'plan']) search.ask(query, PLACE);
  pause();
  expect(calls).toEqual([{ method: 'files.symbols', params: expect.objectContaining({ ...PLACE, query: 'plan' }) }]);
  answers[0]?.('Plan');
  await settled();
  expect(found).toEqual(['Plan a.ts:2 a.ts:2']);
});

it('cancels a search that is no longer wanted, and ignores its late result', async () => {
  const { search, answers, found, calls, pause } = setUp();
  search.ask('plan', PLACE);
  pause();
  search.cancel();
  expect(calls.map(({ method }) => method)).toEqual(['files.symbols', 'files.search.cancel']);
  expect(calls[1]?.params['searchId']).toBe(calls[0]?.params['searchId']);
  answers[0]?.('Plan');
  await settled();
  expect(found).toEqual([]);
  search.cancel();
  expect(calls).toHaveLength(2);
});

it('asks neither for a single letter, nor a gateway that has no symbols', () => {
  for (const { search, calls, pause, query } of [
    { ...setUp(), query: 'p' },
    { ...setUp(['files.find']), query: 'plan' },
  ]) {
    search.ask(query, PLACE);
    pause();
    expect(calls).toEqual([]);
  }
});
