import { expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { bestHits, createMessageSearch, type MessageHit } from './message-search.ts';
import { scriptedClient, settled } from './testing/stand-ins.ts';

/** Longer than the pause after which a query is sent. */
const PAUSE_MS = 1_000;

function setUp() {
  const answers: ((keys: readonly string[]) => void)[] = [];
  const { client, calls } = scriptedClient((method) =>
    method === 'sessions.list'
      ? { sessions: [] }
      : new Promise((resolve) =>
          answers.push((keys) =>
            resolve({ results: keys.map((sessionKey) => ({ sessionKey, messageId: 'm', snippet: '' })) }),
          ),
        ),
  );
  const clock = new ManualClock();
  const search = createMessageSearch(client, (ms, run) => clock.after(ms, run));
  const pause = (): void => clock.elapse(PAUSE_MS);
  return { search, calls, answers, pause, keys: () => search.store.getState().hits.map((hit) => hit.sessionKey) };
}

it('sends one request for text typed without a pause', () => {
  const { search, calls, pause } = setUp();
  for (const query of ['pa', 'par', 'parser']) search.ask(query);
  pause();
  expect(calls.map(({ params }) => params['query'] ?? params['search'])).toEqual(['parser', 'parser']);
});

it('never shows the results of an older query', async () => {
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

it('finds nothing for a query that is too short', () => {
  const { search, calls, pause } = setUp();
  search.ask('p');
  pause();
  expect(calls).toEqual([]);
});

it('links to the best match in each session', () => {
  const hit = (sessionKey: string, messageId: string) => ({ sessionKey, messageId }) as MessageHit; // Only these count.
  const best = bestHits([hit('b', '1'), hit('a', '2'), hit('b', '3')]);
  expect([...best].map(([key, { messageId }]) => [key, messageId])).toEqual([
    ['b', '1'],
    ['a', '2'],
  ]);
});
