// The database of a newer version is read through a copy and never changed.
// Proves: PK-2
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { AUDIT, KEY, saying, sessionRecord } from '#tests/conformance/store-samples.ts';
import { getFailure, storeFolder } from '#tests/support/sqlite/store-folder.ts';
import { migrate } from './migrate.ts';
import { MIGRATIONS } from './migrations/registry.ts';
import { openDatabase } from './open-database.ts';
import { findCopyFolder } from './open-newer.ts';

const stores = storeFolder();
const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
const hashFile = () => createHash('sha256').update(readFileSync(stores.path)).digest('hex');
const readableFrom = (database: Database.Database) =>
  database.prepare('SELECT readable_from FROM schema_compatibility').pluck().all();

/** A database with a session, as a version with `migrations` after ours left it. */
async function makeNewer(...added: readonly { readonly breaksReaders?: true; readonly sql: string }[]): Promise<void> {
  const store = await stores.open();
  await store.sessions.commit(saying(KEY, 'kept', { create: sessionRecord(KEY) }));
  await stores.close();
  const later = added.map(({ sql, ...rest }, index) => ({
    version: NEWEST + 1 + index,
    name: 'later',
    up: (database: Database.Database) => void database.exec(sql),
    down: () => {},
    ...rest,
  }));
  const { database } = openDatabase(stores.path, 0, [...MIGRATIONS, ...later]);
  database.close();
}

const ADDS = { sql: `ALTER TABLE sessions ADD COLUMN mood TEXT; CREATE TABLE moods (a TEXT) STRICT` };
const RENAMES = { sql: 'ALTER TABLE sessions RENAME COLUMN key TO name', breaksReaders: true } as const;

describe('the database of a newer version', () => {
  it('is readable, says why nothing can be changed, and stays as it is', async () => {
    await makeNewer(ADDS);
    const before = hashFile();
    const store = await stores.open();
    expect(store.isReadOnly).toBe(true);
    expect(store.problems).toEqual([expect.stringMatching(/newer version .*read-only.*backup restore/)]);
    expect(await store.sessions.events(KEY, 1)).toHaveLength(1);
    // What a sign-in writes works, and is lost.
    await store.audit.append(AUDIT);
    await store.sessions.commit(saying(KEY, 'lost'));
    await stores.close();
    expect(hashFile()).toBe(before);
    expect(existsSync(findCopyFolder(stores.path))).toBe(false);
    expect(await (await stores.open()).sessions.events(KEY, 1)).toHaveLength(1);
  });

  it('includes what is only in its log, and its copy is private', async () => {
    await makeNewer(ADDS);
    const other = new Database(stores.path);
    other.pragma('wal_autocheckpoint = 0');
    other.prepare("UPDATE sessions SET title = 'In the log'").run();
    const store = await stores.open();
    expect((await store.sessions.get(KEY))?.title).toBe('In the log');
    if (process.platform !== 'win32')
      expect(statSync(join(findCopyFolder(stores.path), 'gatehouse.db')).mode & 0o077).toBe(0);
    other.close();
  });

  it('keeps the contents that only the newer version uses', async () => {
    await makeNewer(ADDS);
    const store = await stores.open();
    const hash = await store.blobs.put(Buffer.from('unknown to this version'));
    expect(await store.blobs.removeUnused(Number.MAX_SAFE_INTEGER)).toBe(0);
    expect(await store.blobs.read(hash)).toBeDefined();
  });

  it('is refused if it says that this version cannot read it', async () => {
    await makeNewer(ADDS, RENAMES);
    const before = hashFile();
    expect(await getFailure(stores.open())).toMatchObject({
      code: 'newer',
      message: expect.stringMatching(/can't be read by this one.*Install the newer version/),
    });
    expect(hashFile()).toBe(before);
    expect(existsSync(findCopyFolder(stores.path))).toBe(false);
  });

  it('leaves no copy behind after a crash', async () => {
    await makeNewer(ADDS);
    openDatabase(stores.path, 0).database.close();
    expect(existsSync(findCopyFolder(stores.path))).toBe(true);
    const later = { version: NEWEST + 1, name: 'later', up: () => {}, down: () => {} };
    openDatabase(stores.path, 0, [...MIGRATIONS, later]).database.close();
    expect(existsSync(findCopyFolder(stores.path))).toBe(false);
  });
});

it('notes with each migration which older versions can read the database', async () => {
  await stores.open();
  await stores.close();
  const database = new Database(stores.path);
  const steps = [1, 2].map((step) => ({
    version: NEWEST + step,
    name: 'later',
    up: () => {},
    down: () => {},
    ...(step === 2 ? { breaksReaders: true as const } : {}),
  }));
  const to = (version: number) =>
    migrate(database, { path: stores.path, migrations: [...MIGRATIONS, ...steps], to: version, now: 0 });
  const now = readableFrom(database);
  to(NEWEST + 1);
  expect(readableFrom(database)).toEqual(now);
  to(NEWEST + 2);
  expect(readableFrom(database)).toEqual([NEWEST + 2]);
  to(NEWEST);
  expect(readableFrom(database)).toEqual(now);
  database.close();
});
