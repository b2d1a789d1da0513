import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CommitGroup } from './commit-group.ts';

let database: Database.Database;
let commits: string[];
let group: CommitGroup;
let nowMs = 0;

beforeEach(() => {
  database = new Database(':memory:');
  database.exec('CREATE TABLE notes (text TEXT UNIQUE)');
  commits = [];
  const inTransaction = (kind: string) => {
    return <T>(change: () => T): T => {
      const result = database.transaction(change).immediate();
      commits.push(kind);
      return result;
    };
  };
  group = new CommitGroup({ write: inTransaction('synced'), writeUnsynced: inTransaction('unsynced') }, () => nowMs);
});
afterEach(() => database.close());

const insert = (text: string) => database.prepare('INSERT INTO notes VALUES (?)').run(text).changes;
const notes = () => database.prepare('SELECT text FROM notes ORDER BY text').pluck().all();

it('makes one commit of those that are requested together, and returns the result of each', async () => {
  expect(await Promise.all(['a', 'b', 'c'].map((text) => group.add(() => insert(text) && text)))).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect(commits).toEqual(['synced']);
});

it('makes the first one at once, and collects further ones until the next turn of the event loop', async () => {
  await group.add(() => insert('a'));
  const rest = Promise.all(
    ['b', 'c'].map(async (text) => {
      await Promise.resolve();
      return group.add(() => insert(text));
    }),
  );
  await nextTurn();
  await rest;
  expect(commits).toEqual(['synced', 'synced']);
});

it('waits for the disk if one of them requires it', async () => {
  await Promise.all([group.add(() => insert('a'), true), group.add(() => insert('b'), true)]);
  await nextTurn();
  await Promise.all([group.add(() => insert('c'), true), group.add(() => insert('d'))]);
  expect(commits).toEqual(['unsynced', 'synced']);
});

it('saves the others if one of them fails', async () => {
  const results = await Promise.allSettled(['a', 'b', 'a', 'c'].map((text) => group.add(() => insert(text))));
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  expect(notes()).toEqual(['a', 'b', 'c']);
});

it('lets everything else run between commits that take long together', async () => {
  const order: string[] = [];
  const slow = (text: string) => () => {
    nowMs += 6;
    order.push(text);
    return insert(text);
  };
  const all = Promise.all(['a', 'b'].map((text) => group.add(slow(text))));
  setImmediate(() => order.push('other'));
  await all;
  expect(order).toEqual(['a', 'other', 'b']);
});

it('writes everything that waits when it is flushed', async () => {
  const all = Promise.all(['a', 'b'].map((text) => group.add(() => insert(text))));
  group.flush();
  expect(notes()).toEqual(['a', 'b']);
  await all;
});
