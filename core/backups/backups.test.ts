// Proves: BK-1
import { expect, it, onTestFinished } from 'vitest';
import { createCronExpressions } from '#adapters/schedules/cron-expressions.ts';
import type { BackupRow } from '#contract/types/backups.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { JobRunner } from '../jobs/job-runner.ts';
import type { BackupArchives } from '../ports/backups.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import { BackupRecords } from './backup-records.ts';
import { Backups } from './backups.ts';

const BY = testPrincipal('ada');
const HOUR_MS = 3_600_000;
const PASSPHRASE = 'correct horse battery';

/** A destination in memory. Names ascend, as those of real backups. */
function createArchives() {
  const files: BackupRow[] = [];
  let failure: Error | undefined;
  let held: PromiseWithResolvers<void> | undefined;
  let made = 0;
  const archives: BackupArchives = {
    place: () => ({ kind: 'folder', location: '/backups' }),
    async create({ signal, report }) {
      report(0.5);
      if (held !== undefined)
        await Promise.race([
          held.promise,
          new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped')))),
        ]);
      if (failure !== undefined) throw failure;
      const row = { name: `backup-${(made += 1)}`, bytes: 10, createdAt: made, sha256: `hash-${made}` };
      files.unshift(row);
      const counts = { sessions: 1, events: 1, secrets: 0, blobs: 0, workspaceFiles: 0 };
      const summary = {
        createdAt: made,
        version: '1',
        schemaVersion: 1,
        files: 1,
        contentBytes: 1,
        counts,
        warnings: [],
      };
      return { ...row, summary };
    },
    list: async () => files.map(({ sha256: _unknown, ...row }) => row),
    verify: async () => ({ checked: 'checksum' }),
    remove: async (name) =>
      void files.splice(
        files.findIndex((file) => file.name === name),
        1,
      ),
  };
  return {
    archives,
    files,
    fail: (error: Error | undefined) => void (failure = error),
    hold: () => (held = Promise.withResolvers<void>()),
  };
}

async function start(
  backup: Partial<typeof DEFAULT_SETTINGS.backup> = {},
  store = createMemoryStore(),
  clock = new ManualClock(),
) {
  const destination = createArchives();
  const jobs = new JobRunner({ store: store.jobs, clock, log: QUIET });
  let settings = { ...DEFAULT_SETTINGS, backup: { ...DEFAULT_SETTINGS.backup, ...backup } };
  const listeners = new Set<() => void>();
  const config = {
    settings: () => settings,
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  let ids = 0;
  const backups = new Backups({
    archives: destination.archives,
    records: new BackupRecords(store.settings),
    secrets: store.secrets,
    audit: store.audit,
    // Backups use only these two members.
    config: config as unknown as ConfigPort,
    jobs,
    expressions: createCronExpressions(),
    clock,
    ids: { next: () => `id-${(ids += 1)}` },
    log: QUIET,
  });
  await jobs.start();
  await backups.start();
  onTestFinished(() => {
    backups.stop();
    jobs.stop();
  });
  const change = (next: Partial<typeof settings.backup>): void => {
    settings = { ...settings, backup: { ...settings.backup, ...next } };
    for (const listener of listeners) listener();
  };
  return { ...destination, backups, jobs, store, clock, change };
}

const signal = new AbortController().signal;
const settle = (clock: ManualClock) => clock.advance(1);

it('says what is missing instead of starting', async () => {
  const { backups } = await start();
  expect((await backups.status()).problem).toContain('Set a passphrase');
  await expect(backups.create(BY)).rejects.toThrow('Set a passphrase');
  await expect(backups.setSecret('passphrase', 'short', BY)).rejects.toThrow('at least 12 characters');
  await backups.setSecret('passphrase', PASSPHRASE, BY);
  expect(await backups.status()).toMatchObject({ encryption: 'passphrase' });
  expect((await backups.status()).problem).toBeUndefined();
});

it('creates a backup on request, with progress, one at a time, and remembers its checksum', async () => {
  const { backups, clock, hold, store } = await start();
  await backups.setSecret('passphrase', PASSPHRASE, BY);
  const held = hold();
  expect(await backups.create(BY)).toBe(true);
  await settle(clock);
  expect((await backups.status()).running).toEqual({ fraction: 0.5 });
  expect(await backups.create(BY)).toBe(false);
  held.resolve();
  await settle(clock);
  expect(await backups.status()).toMatchObject({ last: { state: 'done', name: 'backup-1' } });
  expect(await backups.list(signal)).toEqual([{ name: 'backup-1', bytes: 10, createdAt: 1, sha256: 'hash-1' }]);
  const actions = (await store.audit.list({ limit: 10 })).map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['backup.created', 'backup.requested', 'backup.secretChanged']));
});

it('keeps a failure visible, and can be canceled', async () => {
  const { backups, clock, fail, hold } = await start();
  await backups.setSecret('passphrase', PASSPHRASE, BY);
  fail(new Error('The disk is full.'));
  await backups.create(BY);
  await settle(clock);
  expect((await backups.status()).last).toMatchObject({ state: 'failed', error: 'The disk is full.' });
  fail(undefined);
  hold();
  await backups.create(BY);
  await settle(clock);
  expect(await backups.cancel()).toBe(true);
  expect((await backups.status()).last?.state).toBe('canceled');
});

it('runs on its schedule, keeps the newest, and catches up after a stop', async () => {
  const first = await start({ enabled: true, schedule: '0 * * * *', keep: 2 });
  await first.backups.setSecret('passphrase', PASSPHRASE, BY);
  for (let hour = 0; hour < 4; hour += 1) await first.clock.advance(HOUR_MS);
  expect(first.files.map(({ name }) => name)).toEqual(['backup-4', 'backup-3']);
  expect((await first.backups.list(signal)).map(({ sha256 }) => sha256)).toEqual(['hash-4', 'hash-3']);
  first.backups.stop();
  first.jobs.stop();
  first.clock.jump(10 * HOUR_MS);
  const second = await start({ enabled: true, schedule: '0 * * * *' }, first.store, first.clock);
  await settle(second.clock);
  expect(second.files).toHaveLength(1);
  second.change({ enabled: false });
  await second.clock.advance(3 * HOUR_MS);
  expect(second.files).toHaveLength(1);
  expect((await second.backups.status()).nextAt).toBeUndefined();
});
