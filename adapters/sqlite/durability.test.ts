// Proves: SE-9
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { saying, sessionRecord } from '#tests/conformance/store-samples.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';
import { getCode, getFailure, storeFolder } from '#tests/support/sqlite/store-folder.ts';
import { connect } from './connection.ts';
import { openDatabase } from './open-database.ts';
import { storeOver } from './open-store.ts';

const KEY = 'agent:main:one';
const AUDIT = { by: testPrincipal('me'), action: 'done', subject: 's', details: {} };

const COMMIT_LOOP = fileURLToPath(new URL('../../tests/support/sqlite/commit-loop.ts', import.meta.url));

const stores = storeFolder();

describe('acknowledged data', () => {
  it('survives a kill at any moment, without gaps or partial writes', { timeout: 60_000 }, async () => {
    let acknowledged = 0;
    for (const lifeMs of [0, 5, 17, 40, 90]) {
      acknowledged = Math.max(acknowledged, await commitUntilKilled(stores.path, lifeMs));
      const store = await stores.open();
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
      await stores.close();
    }
    expect(acknowledged).toBeGreaterThan(10);
  });

  it('is synced at every commit, even after unsynced text', () => {
    const { database } = openDatabase(stores.path, 0);
    const connection = connect(database, { damaged: () => '', unwritable: () => {}, written: () => {} });
    const level = () => database.pragma('synchronous', { simple: true });
    const levels = [level(), connection.writeUnsynced(level), level()];
    expect(() => connection.writeUnsynced(() => JSON.parse('{'))).toThrow(SyntaxError);
    expect([...levels, level(), database.pragma('journal_mode', { simple: true })]).toEqual([2, 1, 2, 2, 'wal']);
    database.close();
  });

  it('keeps a commit that was requested just before the close', async () => {
    const store = await stores.open();
    const saved = store.sessions.commit(saying(KEY, 'last words'));
    await stores.close();
    expect(await saved).toHaveLength(1);
    expect(await (await stores.open()).sessions.events(KEY, 1)).toHaveLength(1);
  });

  it('is stored in owner-only files', async () => {
    await (await stores.open()).settings.set('a', 1);
    for (const name of readdirSync(stores.folder))
      expect([name, statSync(join(stores.folder, name)).mode & 0o777]).toEqual([name, 0o600]);
  });
});

describe('a failed write', () => {
  it('reports a full disk, changes nothing, and works again when there is space', async () => {
    const { database } = openDatabase(stores.path, 0);
    const store = storeOver(database, testStoreOptions(stores.path));
    stores.keep(store);
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
    const { database } = openDatabase(stores.path, 0);
    const clock = new ManualClock();
    const store = storeOver(database, { ...testStoreOptions(stores.path), clock });
    stores.keep(store);
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
      `trap '' XFSZ; ulimit -f 2048; exec ${JSON.stringify(process.execPath)} ${loop} ${JSON.stringify(stores.path)}`,
    ]);
    let said = '';
    let errors = '';
    child.stdout.on('data', (data) => (said += String(data)));
    child.stderr.on('data', (data) => (errors += String(data)));
    await new Promise((resolve) => child.once('close', resolve));
    expect(errors).toMatch(/DISK_(FULL|FAILED)/);
    expect((await (await stores.open()).sessions.events('agent:main:loop', 1)).length).toBeGreaterThanOrEqual(
      Number(said.trim().split('\n').at(-1)),
    );
  });

  it('reports that another program locked the database and works again afterward', async () => {
    const store = await stores.open();
    const other = new Database(stores.path);
    other.exec('BEGIN IMMEDIATE');
    expect(getCode(await getFailure(store.sessions.commit(saying(KEY, 'x'))))).toBe('STORE_LOCKED');
    other.exec('ROLLBACK');
    other.close();
    expect(await store.sessions.commit(saying(KEY, 'x'))).toMatchObject([{ seq: 1 }]);
  });
});

it('loads 1,000 sessions and a session of 10,000 messages quickly after a restart', async () => {
  const store = await stores.open();
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
  const again = await stores.reopen();
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
