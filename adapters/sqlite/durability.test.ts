// Proves: SE-9, SC-1, SC-5
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  chmodSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GatewayError } from '#contract/wire/errors.ts';
import { Secret } from '#core/ports/secrets.ts';
import { type Store } from '#core/ports/store.ts';
import { saying, sessionRecord } from '#tests/conformance/store-samples.ts';
import { backUp } from './backups.ts';
import { connect } from './connection.ts';
import { openDatabase } from './open-database.ts';
import { openStore, storeOver } from './open-store.ts';
import { StoreOpenError } from './store-open-error.ts';
import { openTestStore, TEST_SEALING_KEY, testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const KEY = 'agent:main:one';
const AUDIT = { by: testPrincipal('me'), action: 'done', subject: 's', details: {} };

const COMMIT_LOOP = fileURLToPath(new URL('../../tests/support/sqlite/commit-loop.ts', import.meta.url));

let folder: string;
let path: string;
const stores: Store[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-durability-'));
  path = join(folder, 'gatehouse.db');
});

afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  rmSync(folder, { recursive: true });
});

async function open(key?: Uint8Array): Promise<Store> {
  const store = await openTestStore(path, key);
  stores.push(store);
  return store;
}

async function reopened(key?: Uint8Array): Promise<Store> {
  await stores.pop()?.close();
  return open(key);
}

const getFailure = async (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );
const getCode = (error: unknown) => (error instanceof GatewayError ? error.extras.details?.code : error);

function replaceByEmptyDatabase(): void {
  rmSync(path);
  const other = new Database(path);
  other.exec('CREATE TABLE a (b); DROP TABLE a');
  other.close();
}

describe('acknowledged data', () => {
  it('survives a kill at any moment, without gaps or partial writes', { timeout: 60_000 }, async () => {
    let acknowledged = 0;
    for (const lifeMs of [0, 5, 17, 40, 90]) {
      acknowledged = Math.max(acknowledged, await commitUntilKilled(path, lifeMs));
      const store = await open();
      const events = await store.sessions.events('agent:main:loop', 1);
      const { total } = await store.sessions.rows('agent:main:loop', { limit: 1, offset: 0 });
      const [day] = await store.usage.groups({ from: '1970-01-01', to: '1970-01-01' }, ['date']);
      expect(events.length).toBeGreaterThanOrEqual(acknowledged);
      expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
      expect([total, day?.input, (await store.sessions.get('agent:main:loop'))?.lastSeq]).toEqual([
        events.length,
        events.length,
        events.length,
      ]);
      expect(await store.audit.verify()).toEqual({ ok: true, entries: events.length });
      expect(await store.sessions.findRun(`run ${events.length}`)).toBeDefined();
      expect((await store.sessions.openMessages()).length).toBeLessThanOrEqual(1);
      await stores.pop()?.close();
    }
    expect(acknowledged).toBeGreaterThan(10);
  });

  it('is synced at every commit, even after unsynced text', () => {
    const { database } = openDatabase(path, 0);
    const connection = connect(database, { damaged: () => '', unwritable: () => {}, written: () => {} });
    const level = () => database.pragma('synchronous', { simple: true });
    const levels = [level(), connection.writeLoosely(level), level()];
    expect(() => connection.writeLoosely(() => JSON.parse('{'))).toThrow(SyntaxError);
    expect([...levels, level(), database.pragma('journal_mode', { simple: true })]).toEqual([2, 1, 2, 2, 'wal']);
    database.close();
  });

  it('keeps a commit that was requested just before the close', async () => {
    const store = await open();
    const saved = store.sessions.commit(saying(KEY, 'last words'));
    await stores.pop()?.close();
    expect(await saved).toHaveLength(1);
    expect(await (await open()).sessions.events(KEY, 1)).toHaveLength(1);
  });

  it('is stored in owner-only files', async () => {
    await (await open()).settings.set('a', 1);
    for (const name of readdirSync(folder))
      expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  });
});

it('makes a database and its backups owner-only with any umask', async () => {
  const before = process.umask(0);
  try {
    await (await open()).settings.set('a', 1);
    await stores.pop()?.close();
    chmodSync(path, 0o644);
    const { database } = openDatabase(path, 0);
    const backup = backUp(database, path, 1, 0);
    database.close();
    expect([path, backup].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  } finally {
    process.umask(before);
  }
});

describe('a failed write', () => {
  it('reports a full disk, changes nothing, and works again when there is space', async () => {
    const { database } = openDatabase(path, 0);
    const store = storeOver(database, testStoreOptions(path));
    stores.push(store);
    await store.sessions.commit(
      saying(KEY, 'before', { rows: [{ index: 0, part: 0, entryId: 'm', message: {}, longest: 0 }] }),
    );
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 2}`);
    const big = saying(KEY, 'big '.repeat(20_000), {
      claimRun: 'r1',
      rows: [{ index: 0, part: 0, entryId: 'm', message: {}, longest: 0 }],
      audit: AUDIT,
      patch: { title: 'new' },
    });
    const failure = await getFailure(store.sessions.commit(big));
    expect(getCode(failure)).toBe('DISK_FULL');
    expect(await store.sessions.get(KEY)).toMatchObject({ lastSeq: 1 });
    expect(await store.sessions.get(KEY)).not.toHaveProperty('title');
    expect([
      await store.sessions.findRun('r1'),
      (await store.audit.verify()).entries,
      (await store.sessions.rows(KEY, { limit: 9, offset: 0 })).total,
    ]).toEqual([undefined, 0, 1]);
    database.pragma('max_page_count = 1073741823');
    expect(await store.sessions.commit(big)).toMatchObject([{ seq: 2 }]);
  });

  it('is a problem of the store until a write succeeds', async () => {
    const { database } = openDatabase(path, 0);
    const clock = new ManualClock();
    const store = storeOver(database, { ...testStoreOptions(path), clock });
    stores.push(store);
    expect(await store.isWritable()).toBe(true);
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 2}`);
    await getFailure(store.sessions.commit(saying(KEY, 'big '.repeat(20_000))));
    expect(store.problems).toEqual([expect.stringMatching(/Nothing can be saved.*The disk is full\. Free up/)]);
    expect(await store.isWritable()).toBe(false);
    database.pragma('max_page_count = 1073741823');
    clock.elapse(1_000);
    expect(await store.isWritable()).toBe(true);
    expect(store.problems).toEqual([]);
    expect(await store.settings.list('store.')).toEqual([]);
  });

  it('reports that a file reached its size limit', async () => {
    const loop = JSON.stringify(COMMIT_LOOP);
    const child = spawn('/bin/sh', [
      '-c',
      `trap '' XFSZ; ulimit -f 2048; exec ${JSON.stringify(process.execPath)} ${loop} ${JSON.stringify(path)}`,
    ]);
    let said = '';
    let errors = '';
    child.stdout.on('data', (data) => (said += String(data)));
    child.stderr.on('data', (data) => (errors += String(data)));
    await new Promise((resolve) => child.once('close', resolve));
    expect(errors).toMatch(/DISK_(FULL|FAILED)/);
    expect((await (await open()).sessions.events('agent:main:loop', 1)).length).toBeGreaterThanOrEqual(
      Number(said.trim().split('\n').at(-1)),
    );
  });

  it('reports that another program locked the database and works again afterward', async () => {
    const store = await open();
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    expect(getCode(await getFailure(store.sessions.commit(saying(KEY, 'x'))))).toBe('STORE_LOCKED');
    other.exec('ROLLBACK');
    other.close();
    expect(await store.sessions.commit(saying(KEY, 'x'))).toMatchObject([{ seq: 1 }]);
  });

  it('is reported as corruption if the file is damaged', async () => {
    const { database } = openDatabase(path, 0);
    const store = storeOver(database, testStoreOptions(path));
    stores.push(store);
    for (let n = 0; n < 200; n++) await store.sessions.commit(saying(KEY, `text ${n} `.repeat(100)));
    database.pragma('wal_checkpoint(TRUNCATE)');
    database.pragma('cache_size = 0');
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.concat([bytes.subarray(0, 4096), Buffer.alloc(bytes.length - 4096, 0xee)]), {
      flag: 'r+',
    });
    database.pragma('shrink_memory');
    const failure = await getFailure(store.sessions.events(KEY, 1));
    expect(getCode(failure)).toBe('STORE_DAMAGED');
    // The same message as at the start.
    const message = `The database ${path} is damaged; nothing was deleted. There is no backup.`;
    expect(failure).toMatchObject({ message });
    expect(store.problems).toEqual([message]);
  });
});

describe('a database that cannot be opened', () => {
  const openError = async () => {
    const error = await getFailure(open());
    if (!(error instanceof StoreOpenError)) throw new Error('it was opened');
    return error;
  };

  it('is not changed if it is damaged, and the error names it and its backups', async () => {
    await (await open()).settings.set('a', 1);
    await stores.pop()?.close();
    writeFileSync(path, Buffer.alloc(5000, 'no database '));
    const before = readFileSync(path);
    const error = await openError();
    expect([error.code, error.path]).toEqual(['damaged', path]);
    expect(error.message).toContain('There is no backup');
    expect(readFileSync(path)).toEqual(before);
  });

  it('can be replaced by a backup as the error says', async () => {
    const store = await open();
    await store.sessions.commit(saying(KEY, 'kept'));
    await stores.pop()?.close();
    const { database } = openDatabase(path, 0);
    const backup = backUp(database, path, 2, 0);
    database.close();
    writeFileSync(path, Buffer.alloc(5000, 'no database '));
    writeFileSync(`${path}-wal`, 'left over');
    const error = await openError();
    expect(error.backups).toEqual([backup]);
    expect(error.message).toContain(`copy ${backup} to its place`);
    for (const name of ['', '-wal', '-shm']) rmSync(path + name, { force: true });
    copyFileSync(backup, path);
    expect(await (await open()).sessions.events(KEY, 1)).toHaveLength(1);
  });

  it.each([
    ['emptied', () => truncateSync(path, 0)],
    ['replaced by an empty database', () => replaceByEmptyDatabase()],
  ])('is neither used nor changed if it was %s, and the error offers the backup', async (_how, empty) => {
    const store = await open();
    await store.sessions.commit(saying(KEY, 'kept'));
    await stores.pop()?.close();
    const { database } = openDatabase(path, 0);
    const backup = backUp(database, path, 2, 0);
    database.close();
    empty();
    const before = readFileSync(path);
    const error = await openError();
    expect([error.code, error.backups]).toEqual(['damaged', [backup]]);
    expect(error.message).toContain(`The database ${path} `);
    expect(error.message).toContain(`copy ${backup} to its place. To start fresh instead, move`);
    expect(readFileSync(path)).toEqual(before);
    rmSync(path);
    expect(await (await open()).sessions.events(KEY, 1)).toEqual([]);
  });

  it('is not created again while the write-ahead log of a missing one still exists', async () => {
    await open();
    await stores.pop()?.close();
    rmSync(path);
    writeFileSync(`${path}-wal`, 'changes');
    expect((await openError()).message).toContain(`is missing, but its changes are still in ${path}-wal`);
    expect(existsSync(path)).toBe(false);
  });

  it('is not changed if it is truncated', async () => {
    const store = await open();
    for (let n = 0; n < 50; n++) await store.sessions.commit(saying(KEY, 'text '.repeat(200)));
    await stores.pop()?.close();
    truncateSync(path, 700);
    expect((await openError()).code).toBe('damaged');
    expect(statSync(path).size).toBe(700);
  });

  it('is not changed if it was created by a newer version', async () => {
    await open();
    await stores.pop()?.close();
    const other = new Database(path);
    other.pragma('user_version = 99');
    other.close();
    const error = await openError();
    expect(error.code).toBe('newer');
    expect(error.message).toContain('version 99');
  });

  it('reports that another program locked it or its folder is missing', async () => {
    await open();
    await stores.pop()?.close();
    const other = new Database(path);
    other.pragma('journal_mode = DELETE');
    other.exec('BEGIN EXCLUSIVE');
    expect((await openError()).code).toBe('locked');
    other.close();
    path = join(folder, 'nowhere', 'gatehouse.db');
    expect((await openError()).code).toBe('read-only');
  });
});

describe('the audit log on disk', () => {
  const tampered = async (sql: string) => {
    const other = new Database(path);
    other.exec(sql);
    other.close();
    return (await reopened()).audit.verify();
  };

  it.each([
    ['a changed line', `UPDATE audit SET details = '{"x":1}' WHERE seq = 2`, 2],
    ['a removed line', 'DELETE FROM audit WHERE seq = 2', 3],
    ['a cut end', 'DELETE FROM audit WHERE seq = 4', 4],
    ['a cut end with its mark moved', 'DELETE FROM audit WHERE seq = 4; UPDATE audit_head SET seq = 3', 4],
    ['an emptied log', 'DELETE FROM audit', 1],
    ['an emptied log without its mark', 'DELETE FROM audit WHERE seq > 1; DELETE FROM audit_head', 1],
    ['a changed actor of the last line', "UPDATE audit SET actor = 'other' WHERE seq = 4", 4],
  ])('shows %s', async (_what, sql, brokenAt) => {
    const store = await open();
    for (let n = 0; n < 4; n++) await store.audit.append(AUDIT);
    expect(await tampered('SELECT 1')).toEqual({ ok: true, entries: 4 });
    expect(await tampered(sql)).toMatchObject({ ok: false, brokenAt });
  });
});

describe('secrets on disk', () => {
  it('are encrypted in all files, and a wrong key is reported as a problem', async () => {
    const store = await open();
    await store.secrets.set('provider.a', new Secret('canary-0123456789'));
    for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name)).includes('canary')).toBe(false);
    const other = await reopened(new Uint8Array(32).fill(9));
    expect(await other.secrets.get('provider.a')).toBeUndefined();
    expect(other.problems).toHaveLength(1);
    expect(other.problems[0]).toContain('provider.a');
    const back = await reopened();
    expect((await back.secrets.get('provider.a'))?.reveal()).toBe('canary-0123456789');
    expect(back.problems).toEqual([]);
  });
});

describe('a new encryption key', () => {
  const NEW = new Uint8Array(32).fill(9);

  it('re-encrypts all secrets, after which the former key decrypts nothing', async () => {
    const store = await open();
    await store.secrets.set('provider.a', new Secret('canary-0123456789'));
    await store.audit.append(AUDIT);
    await stores.pop()?.close();
    const learned: string[] = [];
    let forgotten = 0;
    const next = await openStore({
      ...testStoreOptions(path, NEW),
      former: { key: TEST_SEALING_KEY, forget: () => forgotten++ },
      learnSecret: (value) => learned.push(value),
    });
    stores.push(next);
    expect((await next.secrets.get('provider.a'))?.reveal()).toBe('canary-0123456789');
    await next.secrets.set('provider.b', new Secret('another-one'));
    expect([next.problems, forgotten, learned, await next.audit.verify()]).toEqual([
      [],
      1,
      ['canary-0123456789', 'another-one'],
      { ok: true, entries: 1 },
    ]);
    const old = await reopened();
    expect(await old.secrets.get('provider.a')).toBeUndefined();
    expect((await old.audit.verify()).ok).toBe(false);
  });

  it('keeps the former key while a secret can be decrypted with neither', async () => {
    const store = await open(new Uint8Array(32).fill(3));
    await store.secrets.set('provider.a', new Secret('canary-0123456789'));
    await stores.pop()?.close();
    let forgotten = 0;
    const next = await openStore({
      ...testStoreOptions(path, NEW),
      former: { key: TEST_SEALING_KEY, forget: () => forgotten++ },
    });
    stores.push(next);
    expect([forgotten, next.problems.length]).toEqual([0, 1]);
  });
});

it('loads 1,000 sessions and a session of 10,000 messages quickly after a restart', async () => {
  const store = await open();
  const events = Array.from(
    { length: 1000 },
    (_, n) => ({ type: 'message.accepted', messageId: `m${n}`, runId: `r${n}`, text: `message ${n}` }) as const,
  );
  for (let n = 0; n < 10; n++)
    await store.sessions.commit(
      saying(KEY, 'x', {
        events,
        rows: events.map((_, index) => ({ index, part: 0, entryId: 'm', message: { index }, longest: 1 })),
      }),
    );
  for (let n = 0; n < 1000; n++)
    await store.sessions.commit({
      key: `agent:main:s${n}`,
      create: sessionRecord(`agent:main:s${n}`),
      events: [],
      ts: n,
    });
  const again = await reopened();
  expect((await again.sessions.list({ limit: 50, offset: 0 })).total).toBe(1001);
  expect((await again.sessions.rows(KEY, { limit: 1000, offset: 0 })).rows).toHaveLength(1000);
  expect(await again.sessions.unsettled()).toEqual([]);
});

async function commitUntilKilled(database: string, lifeMs: number): Promise<number> {
  const child = spawn(process.execPath, [COMMIT_LOOP, database]);
  let said = '';
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (data) => {
      said += String(data);
      resolve();
    });
    void ended.then(() => resolve());
  });
  setTimeout(() => child.kill('SIGKILL'), lifeMs);
  await ended;
  // The last line may be cut.
  return Number(said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1));
}
