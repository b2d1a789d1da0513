// Stored model requests are limited by their bytes.
import Database from 'better-sqlite3';
import { beforeEach, expect, it } from 'vitest';
import { modelRequest } from '#tests/conformance/model-requests.ts';
import { KEY } from '#tests/conformance/store-samples.ts';
import { storeFolder } from '#tests/support/sqlite/store-folder.ts';
import { connect } from './connection.ts';
import { openModelRequests } from './model-request-store.ts';

const stores = storeFolder();
const OTHER = 'agent:main:other';
const text = (characters: number) => 'x'.repeat(characters);

let database: Database.Database;

beforeEach(async () => {
  await stores.open();
  await stores.close();
  database = new Database(stores.path);
  return () => void database.close();
});

const open = (limits: { readonly session: number; readonly total: number }) =>
  openModelRequests(connect(database, { damaged: () => '', unwritable: () => {}, written: () => {} }), limits);

it('removes the oldest requests of a session beyond its bytes, with their parts', async () => {
  const requests = open({ session: 10_000, total: 1_000_000 });
  await requests.add(modelRequest('other', { sessionKey: OTHER, at: 1 }), [{ hash: 'a', text: text(9_000) }]);
  await requests.add(modelRequest('one', { at: 2 }), [{ hash: 'a', text: text(4_000) }]);
  await requests.add(modelRequest('two', { at: 3 }), [{ hash: 'b', text: text(4_000) }]);
  expect(await requests.get('one')).toBeDefined();
  await requests.add(modelRequest('three', { at: 4 }), [{ hash: 'c', text: text(4_000) }]);
  expect(await requests.get('one')).toBeUndefined();
  expect(await requests.part(KEY, 'a')).toBeUndefined();
  expect(await requests.get('two')).toBeDefined();
  expect(await requests.part(OTHER, 'a')).toBeDefined();
});

it('keeps a request that is larger than the limit until the next one', async () => {
  const requests = open({ session: 10_000, total: 1_000_000 });
  await requests.add(modelRequest('large', { at: 1 }), [{ hash: 'a', text: text(50_000) }]);
  expect(await requests.part(KEY, 'a')).toHaveLength(50_000);
  await requests.add(modelRequest('next', { at: 2 }), [{ hash: 'b', text: text(1_000) }]);
  expect(await requests.get('large')).toBeUndefined();
  expect(await requests.part(KEY, 'b')).toBeDefined();
});

it('removes the oldest requests of all sessions beyond the bytes of all', async () => {
  const before = open({ session: 1_000_000, total: 1_000_000 });
  await before.add(modelRequest('one', { sessionKey: OTHER, at: 1 }), [{ hash: 'a', text: text(9_000) }]);
  await before.add(modelRequest('two', { at: 2 }), [{ hash: 'a', text: text(4_000) }]);
  // The first request after a start is checked.
  const requests = open({ session: 1_000_000, total: 10_000 });
  await requests.add(modelRequest('three', { at: 3 }), [{ hash: 'b', text: text(1_000) }]);
  expect(await requests.get('one')).toBeUndefined();
  expect(await requests.part(OTHER, 'a')).toBeUndefined();
  expect(await requests.get('two')).toBeDefined();
});
