// Proves: PK-5
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { saying } from '#tests/conformance/store-samples.ts';
import { listBackups } from './backups.ts';
import { migrate, readVersion } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { MIGRATIONS } from './migrations/registry.ts';
import { openDatabase } from './open-database.ts';
import { storeOver } from './open-store.ts';
import { StoreOpenError } from './store-open-error.ts';
import { testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';

const NEWEST = MIGRATIONS.at(-1)?.version ?? 0;
const KEY = 'agent:main:one';

let folder: string;
let path: string;
let database: Database;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-migrate-'));
  path = join(folder, 'gatehouse.db');
  ({ database } = openDatabase(path, 0));
});

afterEach(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

async function fill(): Promise<void> {
  for (const text of ['the first tomato', 'the second potato'])
    await storeOver(database, testStoreOptions(path)).sessions.commit(saying(KEY, text));
}

const shape = () => database.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY name').all();
const to = (version: number, now = 0, migrations: readonly Migration[] = MIGRATIONS) =>
  migrate(database, { path, migrations, to: version, now });
const failing: Migration = {
  version: NEWEST + 1,
  name: 'failing',
  up(target) {
    target.exec('CREATE TABLE half (a); DELETE FROM events;');
    throw new Error('no luck');
  },
  down() {},
};

describe('migrations', () => {
  it('are numbered in order, each number once', () => {
    const versions = MIGRATIONS.map((migration) => migration.version);
    expect(versions).toEqual([...new Set(versions)].toSorted((a, b) => a - b));
  });

  it('go down and up between all versions and keep the data', async () => {
    await fill();
    const newest = shape();
    for (let version = NEWEST - 1; version >= 1; version--) {
      to(version);
      expect(readVersion(database)).toBe(version);
      expect(database.prepare('SELECT count(*) AS n FROM events').get()).toEqual({ n: 2 });
      to(NEWEST);
      expect(shape()).toEqual(newest);
    }
    const store = storeOver(database, testStoreOptions(path));
    expect((await store.sessions.list({ search: 'tomato', limit: 9, offset: 0 })).total).toBe(1);
    expect(await store.sessions.events(KEY, 1)).toHaveLength(2);
    to(0);
    expect(shape().filter((entry) => !String((entry as { name: string }).name).startsWith('sqlite_'))).toEqual([]);
  });

  it('back up a non-empty database first and keep the last three backups', async () => {
    await fill();
    for (const day of [1, 2, 3, 4, 5]) to(day % 2 === 1 ? NEWEST - 1 : NEWEST, day * 86_400_000);
    expect(listBackups(path).map((file) => basename(file).slice(0, 18))).toEqual([
      'gatehouse-19700106',
      'gatehouse-19700105',
      'gatehouse-19700104',
    ]);
    const [newest = ''] = listBackups(path);
    const copy = openDatabase(newest, 0).database;
    expect(copy.prepare('SELECT count(*) AS n FROM events').get()).toEqual({ n: 2 });
    copy.close();
  });

  it('that fail change nothing, name the backup, and leave a working database', async () => {
    await fill();
    const before = shape();
    let error: unknown;
    try {
      to(NEWEST + 1, 0, [...MIGRATIONS, failing]);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(StoreOpenError);
    expect(error).toMatchObject({ code: 'migration', backups: listBackups(path) });
    expect(String(error)).toContain('no luck');
    expect(shape()).toEqual(before);
    expect(readVersion(database)).toBe(NEWEST);
    database.close();
    ({ database } = openDatabase(path, 0));
    expect(database.prepare('SELECT count(*) AS n FROM events').get()).toEqual({ n: 2 });
  });

  it('add an owner and a gateway to every table', () => {
    // `schema_compatibility` describes the file.
    const tables = database
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%' AND name <> 'schema_compatibility'",
      )
      .pluck()
      .all() as string[];
    expect(tables.length).toBeGreaterThan(10);
    for (const table of [...tables, 'search_entries']) {
      const columns = database.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table);
      expect(columns, table).toEqual(expect.arrayContaining(['owner_id', 'gateway_id']));
    }
  });

  it('turn runs of schedules into jobs and back, without loss', async () => {
    await fill();
    to(9);
    const insert = database.prepare(
      'INSERT INTO schedule_runs (id, job_id, tick, agent_id, status, claimed_at, words, json, owner_id, gateway_id) VALUES (@id, @jobId, @tick, @agentId, @status, @claimedAtMs, @words, @json, @owner, @gateway)',
    );
    const usage = { input: 1, output: 2, cacheRead: 0, cacheWrite: 0, cost: 0.5 };
    const runs = [
      { id: 'cron:s:1', jobId: 's', tickMs: 1, status: 'ok', endedAtMs: 9, summary: 'Fine', usage, model: 'm' },
      { id: 'manual:1', jobId: 's', status: 'error', endedAtMs: 9, error: 'No luck' },
      { id: 'cron:s:2', jobId: 's', tickMs: 2, status: 'missed', endedAtMs: 3, reason: 'The host was stopped.' },
      { id: 'cron:heartbeat:main:3', jobId: 'heartbeat:main', tickMs: 3, status: 'interrupted', endedAtMs: 9 },
      { id: 'cron:s:4', jobId: 's', tickMs: 4, status: 'claimed', sessionKey: KEY },
    ].map((run, at) => ({ jobName: 'Nightly', agentId: 'main', runId: `run ${at}`, claimedAtMs: at, ...run }));
    for (const run of runs)
      insert.run({
        id: run.id,
        jobId: run.jobId,
        agentId: run.agentId,
        status: run.status,
        claimedAtMs: run.claimedAtMs,
        tick: run.tickMs ?? null,
        words: `nightly\n${run.summary ?? ''}\n`.toLowerCase(),
        json: JSON.stringify(run),
        owner: 'ada',
        gateway: 'home',
      });
    const before = database.prepare('SELECT * FROM schedule_runs ORDER BY rowid').all();
    to(NEWEST);
    const { jobs } = storeOver(database, testStoreOptions(path));
    const { jobs: found } = await jobs.list({ order: 'asc', limit: 9, offset: 0 });
    expect(found.map(({ kind, subject, ownerId, state, code }) => [kind, subject, ownerId, state, code])).toEqual([
      ['schedule', 's', 'ada', 'done', undefined],
      ['schedule', 's', 'ada', 'failed', undefined],
      ['schedule', 's', 'ada', 'canceled', 'missed'],
      ['heartbeat', 'heartbeat:main', 'ada', 'failed', 'interrupted'],
      ['schedule', 's', 'ada', 'running', undefined],
    ]);
    expect(found[0]).toMatchObject({
      tickMs: 1,
      key: 'run 0',
      endedAtMs: 9,
      result: { summary: 'Fine', usage, model: 'm' },
    });
    expect((await jobs.unfinished()).map(({ id }) => id)).toEqual(['cron:s:4']);
    expect(await jobs.steps('cron:s:4')).toMatchObject([{ name: 'run', state: 'running' }]);
    expect((await jobs.list({ search: 'fine', order: 'asc', limit: 9, offset: 0 })).total).toBe(1);
    to(9);
    const parse = (row: unknown) => ({
      ...(row as { json: string }),
      json: JSON.parse((row as { json: string }).json),
    });
    const after = database.prepare('SELECT * FROM schedule_runs ORDER BY rowid').all();
    expect(after.map(parse)).toEqual(before.map(parse));
  });

  it('convert transcript rows from the OpenClaw format and back', async () => {
    await fill();
    to(7);
    const session = database.prepare('SELECT id FROM sessions WHERE key = ?').pluck().get(KEY) as number;
    const mark = { id: 'm', seq: 90, recordTimestampMs: 5, runId: 'r' };
    const rows = [
      {
        role: 'user',
        content: 'hi',
        timestamp: 5,
        idempotencyKey: 'r:user',
        __openclaw: { ...mark, idempotencyKey: 'r:user', senderIsOwner: true },
      },
      {
        role: 'assistant',
        content: [],
        api: 'anthropic-messages',
        provider: 'anthropic',
        model: 'x',
        stopReason: 'aborted',
        timestamp: 5,
        openclawAbort: { aborted: true, origin: 'rpc', runId: 'r' },
        __openclaw: mark,
      },
    ];
    const insert = database.prepare(
      'INSERT INTO transcript (session, seq, part, pos, longest, json) VALUES (?, 90, ?, ?, 2, ?)',
    );
    rows.forEach((row, part) => insert.run(session, part, 90 + part, JSON.stringify(row)));
    const read = () =>
      (database.prepare('SELECT json FROM transcript WHERE seq = 90 ORDER BY part').pluck().all() as string[]).map(
        (json): unknown => JSON.parse(json),
      );
    to(8);
    expect(read()).toEqual([
      { role: 'user', content: 'hi', timestamp: 5 },
      { role: 'assistant', content: [], provider: 'anthropic', model: 'x', timestamp: 5 },
    ]);
    expect(database.prepare('SELECT entry_id, run_id, ts, stop_reason FROM transcript WHERE seq = 90').all()).toEqual([
      { entry_id: 'm', run_id: 'r', ts: 5, stop_reason: null },
      { entry_id: 'm', run_id: 'r', ts: 5, stop_reason: 'aborted' },
    ]);
    to(7);
    expect(read()).toEqual(rows);
  });
});
