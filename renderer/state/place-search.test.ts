import { expect, it } from 'vitest';
import { createPlaceSearch } from './place-search.ts';
import { refusal, scriptedClient, settled, type Answer } from './testing/stand-ins.ts';

const entry = (path: string, kind = 'file') => ({ path, name: path, kind });

function setUp(answer: Answer) {
  const { client, calls } = scriptedClient(answer);
  const waiting: (() => void)[] = [];
  const search = createPlaceSearch(client, (_ms, run) => {
    waiting.push(run);
    return () => waiting.splice(waiting.indexOf(run), 1);
  });
  const settle = async () => {
    for (const run of waiting.splice(0)) run();
    await settled();
  };
  return { search, calls, settle };
}

it('finds files in the folder of the session, and deleted sessions', async () => {
  const { search, settle, calls } = setUp((method) =>
    method === 'sessions.files.list'
      ? { files: [], browser: { entries: [entry('src', 'directory'), entry('src/notes.md')] } }
      : { sessions: [{ key: 'old', kind: 'direct' }] },
  );
  search.ask('notes', 's');
  await settle();
  expect(search.store.getState()).toEqual({
    files: [{ sessionKey: 's', path: 'src/notes.md' }],
    deleted: [{ key: 'old', kind: 'direct' }],
  });
  expect(calls.map(({ method, params }) => [method, params['search']])).toEqual([
    ['sessions.files.list', 'notes'],
    ['sessions.list', 'notes'],
  ]);
});

it('shows the results of the latest query only, and none for a short one', async () => {
  const { search, settle, calls } = setUp(() => ({ sessions: [], browser: { entries: [entry('a')] } }));
  search.ask('no', 's');
  search.ask('notes', undefined);
  await settle();
  expect(calls.map(({ params }) => params['search'])).toEqual(['notes']);
  expect(search.store.getState().files).toEqual([]);
  search.ask('n', 's');
  await settle();
  expect(search.store.getState()).toEqual({ files: [], deleted: [] });
});

it('still finds deleted sessions if the folder cannot be read', async () => {
  const { search, settle } = setUp((method) => {
    if (method === 'sessions.files.list') throw refusal('no folder');
    return { sessions: [{ key: 'old' }] };
  });
  search.ask('old', 's');
  await settle();
  expect(search.store.getState().deleted).toHaveLength(1);
});
