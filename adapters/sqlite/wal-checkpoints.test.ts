import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { waitUntil } from '#tests/support/wait-until.ts';
import { connect, type Connection } from './connection.ts';
import { openDatabase } from './open-database.ts';

const MEBIBYTE = 1024 * 1024;

let folder: string;
let path: string;
let database: Database;
let connection: Connection;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-checkpoints-'));
  path = join(folder, 'gatehouse.db');
  database = openDatabase(path, 0).database;
  connection = connect(database, { damaged: () => '', unwritable: () => {}, written: () => {} });
  database.exec('CREATE TABLE blobs (bytes BLOB)');
});
afterEach(async () => {
  await connection.settle();
  database.close();
  rmSync(folder, { recursive: true, force: true });
});

const size = (file: string) => statSync(file).size;
const add = (bytes: number) =>
  connection.write(() => database.prepare('INSERT INTO blobs VALUES (zeroblob(?))').run(bytes));

it('move a large log into the database without a commit doing so', async () => {
  const pages = Number(database.pragma('wal_autocheckpoint', { simple: true }));
  const pageSize = Number(database.pragma('page_size', { simple: true }));
  expect(pages * pageSize, 'size from which commits would move it, bytes').toBe(64 * MEBIBYTE);
  for (let commit = 0; commit < 24; commit += 1) add(MEBIBYTE / 2);
  await waitUntil('the checkpoint', () => size(path) > 10 * MEBIBYTE);
});

it('move what was committed while the thread was at work, even if no commit follows', async () => {
  for (let commit = 0; commit < 12; commit += 1) add(MEBIBYTE / 2);
  // Blocks this thread, so that it learns of the end of the first move only after the commits below.
  const pause = new Int32Array(new SharedArrayBuffer(4));
  const end = Date.now() + 30_000;
  while (size(path) < 3 * MEBIBYTE && Date.now() < end) Atomics.wait(pause, 0, 0, 10);
  for (let commit = 12; commit < 24; commit += 1) add(MEBIBYTE / 2);
  await waitUntil('the checkpoint', () => size(path) > 10 * MEBIBYTE);
});

it('keep the log below its limit even if the thread is never done in time', () => {
  for (let commit = 0; commit < 300; commit += 1) add(MEBIBYTE);
  expect(size(`${path}-wal`)).toBeLessThan(80 * MEBIBYTE);
});

it('leave nothing behind when the database is closed', async () => {
  for (let commit = 0; commit < 24; commit += 1) add(MEBIBYTE / 2);
  await connection.settle();
  database.close();
  expect(statSync(`${path}-wal`, { throwIfNoEntry: false })).toBeUndefined();
  expect(size(path)).toBeGreaterThan(10 * MEBIBYTE);
});
