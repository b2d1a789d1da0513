import { expect, it } from 'vitest';
import { createMessageSearch } from './message-search.ts';
import { scriptedClient, settled } from './testing/stand-ins.ts';

function setUp() {
  const answers: ((keys: readonly string[]) => void)[] = [];
  const { client, calls } = scriptedClient(
    () =>
      new Promise((resolve) =>
        answers.push((keys) => resolve({ sessions: keys.map((key) => ({ key, kind: 'direct' })) })),
      ),
  );
  const timers = new Set<() => void>();
  const search = createMessageSearch(client, (_ms, run) => {
    timers.add(run);
    return () => timers.delete(run);
  });
  const pause = (): void => {
    for (const run of timers) run();
    timers.clear();
  };
  return { search, calls, answers, pause, keys: () => search.store.getState().rows.map((row) => row.key) };
}

it('asks once for what was typed without a pause', () => {
  const { search, calls, pause } = setUp();
  for (const query of ['pa', 'par', 'parser']) search.ask(query);
  pause();
  expect(calls.map((call) => call.params['search'])).toEqual(['parser']);
});

it('never shows the answer to an older question', async () => {
  const { search, answers, pause, keys } = setUp();
  search.ask('old');
  pause();
  search.ask('new');
  pause();
  answers[1]?.(['new']);
  await settled();
  answers[0]?.(['old']);
  await settled();
  expect(keys()).toEqual(['new']);
});

it('finds nothing for too little', () => {
  const { search, calls, pause } = setUp();
  search.ask('p');
  pause();
  expect(calls).toEqual([]);
});
