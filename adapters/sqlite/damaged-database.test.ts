// A damaged, emptied, or locked database: never changed, and the error names the backup to restore.
// Proves: SE-9
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { saying } from '#tests/conformance/store-samples.ts';
import { testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';
import { getCode, getFailure, storeFolder } from '#tests/support/sqlite/store-folder.ts';
import { backUp } from './backups.ts';
import { openDatabase } from './open-database.ts';
import { storeOver } from './open-store.ts';
import { StoreOpenError } from './store-open-error.ts';

const KEY = 'agent:main:one';

const stores = storeFolder();

/** Makes a database with one event, and returns the path of its backup. */
async function storeWithBackup(): Promise<string> {
  const store = await stores.open();
  await store.sessions.commit(saying(KEY, 'kept'));
  await stores.close();
  const { database } = openDatabase(stores.path, 0);
  const backup = backUp(database, stores.path, 2, 0);
  database.close();
  return backup;
}

function replaceByEmptyDatabase(): void {
  rmSync(stores.path);
  const other = new Database(stores.path);
  other.exec('CREATE TABLE a (b); DROP TABLE a');
  other.close();
}

describe('a database that cannot be opened', () => {
  const openError = async (path?: string) => {
    const error = await getFailure(stores.open(undefined, path));
    if (!(error instanceof StoreOpenError)) throw new Error('it was opened');
    return error;
  };

  it('is not changed if it is damaged, and the error names it and its backups', async () => {
    await (await stores.open()).settings.set('a', 1);
    await stores.close();
    writeFileSync(stores.path, Buffer.alloc(5000, 'no database '));
    const before = readFileSync(stores.path);
    const error = await openError();
    expect([error.code, error.path]).toEqual(['damaged', stores.path]);
    expect(error.message).toContain('There is no backup');
    expect(readFileSync(stores.path)).toEqual(before);
  });

  it('can be replaced by a backup as the error says', async () => {
    const backup = await storeWithBackup();
    writeFileSync(stores.path, Buffer.alloc(5000, 'no database '));
    writeFileSync(`${stores.path}-wal`, 'left over');
    const error = await openError();
    expect(error.backups).toEqual([backup]);
    expect(error.message).toContain(`copy ${backup} to its place`);
    for (const name of ['', '-wal', '-shm']) rmSync(stores.path + name, { force: true });
    copyFileSync(backup, stores.path);
    expect(await (await stores.open()).sessions.events(KEY, 1)).toHaveLength(1);
  });

  it.each([
    ['emptied', () => truncateSync(stores.path, 0)],
    ['replaced by an empty database', () => replaceByEmptyDatabase()],
  ])('is neither used nor changed if it was %s, and the error offers the backup', async (_how, empty) => {
    const backup = await storeWithBackup();
    empty();
    const before = readFileSync(stores.path);
    const error = await openError();
    expect([error.code, error.backups]).toEqual(['damaged', [backup]]);
    expect(error.message).toContain(`The database ${stores.path} `);
    expect(error.message).toContain(`copy ${backup} to its place. To start fresh instead, move`);
    expect(readFileSync(stores.path)).toEqual(before);
    rmSync(stores.path);
    expect(await (await stores.open()).sessions.events(KEY, 1)).toEqual([]);
  });

  it('is not created again while the write-ahead log of a missing one still exists', async () => {
    await stores.open();
    await stores.close();
    rmSync(stores.path);
    writeFileSync(`${stores.path}-wal`, 'changes');
    expect((await openError()).message).toContain(`is missing, but its changes are still in ${stores.path}-wal`);
    expect(existsSync(stores.path)).toBe(false);
  });

  it('is not changed if it is truncated', async () => {
    const store = await stores.open();
    for (let n = 0; n < 50; n++) await store.sessions.commit(saying(KEY, 'text '.repeat(200)));
    await stores.close();
    truncateSync(stores.path, 700);
    expect((await openError()).code).toBe('damaged');
    expect(statSync(stores.path).size).toBe(700);
  });

  it('is not changed if it was created by a newer version that this one cannot read', async () => {
    await stores.open();
    await stores.close();
    const other = new Database(stores.path);
    other.exec('UPDATE schema_compatibility SET readable_from = 99');
    other.pragma('user_version = 99');
    other.close();
    const error = await openError();
    expect(error.code).toBe('newer');
    expect(error.message).toContain('version 99');
  });

  it('reports that another program locked it or its folder is missing', async () => {
    await stores.open();
    await stores.close();
    const other = new Database(stores.path);
    other.pragma('journal_mode = DELETE');
    other.exec('BEGIN EXCLUSIVE');
    expect((await openError()).code).toBe('locked');
    other.close();
    expect((await openError(join(stores.folder, 'nowhere', 'gatehouse.db'))).code).toBe('read-only');
  });
});

describe('damage found while the store is open', () => {
  it('is reported by the call and in health', async () => {
    const { database } = openDatabase(stores.path, 0);
    const store = storeOver(database, testStoreOptions(stores.path));
    stores.keep(store);
    for (let n = 0; n < 200; n++) await store.sessions.commit(saying(KEY, `text ${n} `.repeat(100)));
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.pragma('cache_size = 0');
    const bytes = readFileSync(stores.path);
    writeFileSync(stores.path, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0xee)]), {
      flag: 'r+',
    });
    database.pragma('shrink_memory');
    const failure = await getFailure(store.sessions.events(KEY, 1));
    expect(getCode(failure)).toBe('STORE_DAMAGED');
    // The same message as at the start.
    const message = `The database ${stores.path} is damaged; nothing was deleted. There is no backup.`;
    expect(failure).toMatchObject({ message });
    expect(store.problems).toEqual([message]);
  });
});

it('makes a database and its backups owner-only with any umask', async () => {
  const before = process.umask(0);
  try {
    await (await stores.open()).settings.set('a', 1);
    await stores.close();
    chmodSync(stores.path, 0o644);
    const { database } = openDatabase(stores.path, 0);
    const backup = backUp(database, stores.path, 1, 0);
    database.close();
    expect([stores.path, backup].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  } finally {
    process.umask(before);
  }
});
