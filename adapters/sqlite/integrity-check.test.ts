// Proves: BK-1
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { saying } from '#tests/conformance/store-samples.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { listBackups } from './backups.ts';
import { checkIntegrity } from './integrity-check.ts';
import { createBackup } from './create-backup.ts';
import { openStore } from './open-store.ts';
import { restoreBackup } from './restore-backup.ts';
import { openTestStore, testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-check-'));
  path = join(folder, 'gatehouse.db');
  const store = await openTestStore(path);
  for (let n = 0; n < 100; n++) await store.sessions.commit(saying('agent:main:one', `text ${n} `.repeat(200)));
  await store.close();
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Damages pages at the end; the beginning still opens. */
function damage(): void {
  const bytes = readFileSync(path);
  bytes.fill(0xee, Math.floor(bytes.length / 2));
  writeFileSync(path, bytes);
}

describe('the integrity check', () => {
  it('accepts an intact database, even during writes', async () => {
    const store = await openTestStore(path);
    const checked = checkIntegrity(path);
    await store.settings.set('a', 1);
    expect(await checked).toEqual({ findings: [] });
    await store.close();
  });

  it('detects damage and ignores a missing file', async () => {
    damage();
    expect((await checkIntegrity(path))?.findings).not.toEqual([]);
    expect(await checkIntegrity(join(folder, 'nowhere.db'))).toBeUndefined();
  });

  it('runs a day after the last check and reports its findings as a problem of the store', async () => {
    const before = await openTestStore(path);
    await before.settings.set('store.checkedAt', 0);
    await before.close();
    damage();
    const clock = new ManualClock();
    const store = await openStore({ ...testStoreOptions(path), clock });
    expect([store.problems, clock.pending]).toEqual([[], 1]);
    await clock.advance(5 * 60_000);
    await expect.poll(() => store.problems.length).toBe(1);
    expect(store.problems[0]).toContain('damaged');
    expect(listBackups(path)).toEqual([]);
    await store.close();
    expect(clock.pending).toBe(0);
  });
});

describe('the daily backup', () => {
  const DAY_MS = 24 * 60 * 60_000;

  it('is made soon after the first start and then once a day, and the last three are kept', async () => {
    const clock = new ManualClock();
    const store = await openStore({ ...testStoreOptions(path), clock });
    await clock.advance(5 * 60_000);
    await expect.poll(() => listBackups(path)).toHaveLength(1);
    const [first] = listBackups(path);
    for (let day = 1; day <= 3; day++) {
      const [newest] = listBackups(path);
      await clock.advance(DAY_MS);
      await expect.poll(() => listBackups(path)[0]).not.toBe(newest);
    }
    expect(listBackups(path)).toHaveLength(3);
    expect(listBackups(path)).not.toContain(first);
    expect(store.problems).toEqual([]);
    await store.close();
  });

  it('contains everything, is intact, and is readable by its owner only', async () => {
    const clock = new ManualClock();
    const store = await openStore({ ...testStoreOptions(path), clock });
    await clock.advance(5 * 60_000);
    const file = await waitUntil('the backup', () => listBackups(path)[0]);
    await store.close();
    expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(await checkIntegrity(file)).toEqual({ findings: [] });
    const copy = await openTestStore(file);
    expect(await copy.sessions.events('agent:main:one', 1)).toHaveLength(100);
    await copy.close();
  });

  it('is not made again on the same day after a restart', async () => {
    const clock = new ManualClock();
    const store = await openTestStore(path);
    await store.settings.set('store.checkedAt', clock.now() - 1000);
    await store.close();
    const again = await openStore({ ...testStoreOptions(path), clock });
    await clock.advance(DAY_MS - 2000);
    expect(listBackups(path)).toEqual([]);
    await clock.advance(2000);
    await expect.poll(() => listBackups(path)).toHaveLength(1);
    await again.close();
  });

  it('is named by the message for a database that is damaged later', async () => {
    const clock = new ManualClock();
    const store = await openStore({ ...testStoreOptions(path), clock });
    await clock.advance(5 * 60_000);
    const backup = await waitUntil('the backup', () => listBackups(path)[0]);
    damage();
    await clock.advance(DAY_MS);
    await expect.poll(() => store.problems.join()).toContain(`copy ${backup} to its place`);
    expect(listBackups(path)).toEqual([backup]);
    await store.close();
  });

  it('that fails is reported, and earlier ones are kept', async () => {
    const clock = new ManualClock();
    const store = await openStore({ ...testStoreOptions(path), clock });
    writeFileSync(join(folder, 'backups'), 'a file in place of the folder');
    await clock.advance(5 * 60_000);
    await expect.poll(() => store.problems.join()).toMatch(/daily backup of the database failed/);
    rmSync(join(folder, 'backups'));
    await clock.advance(DAY_MS);
    await expect.poll(() => store.problems).toEqual([]);
    expect(listBackups(path)).toHaveLength(1);
    await store.close();
  });
});

describe('a restored backup', () => {
  it('replaces the database, whose files are kept', async () => {
    const backup = await createBackup(path, 0);
    const store = await openTestStore(path);
    await store.sessions.commit(saying('agent:main:one', 'later'));
    await store.close();
    damage();
    writeFileSync(`${path}-wal`, 'its log');
    const damaged = readFileSync(path);
    const { former = '' } = restoreBackup(path, backup, 1);
    expect(readFileSync(former)).toEqual(damaged);
    expect(readFileSync(`${former}-wal`, 'utf8')).toBe('its log');
    expect(listBackups(path)).toEqual([backup]);
    const restored = await openTestStore(path);
    expect(await restored.sessions.events('agent:main:one', 1)).toHaveLength(100);
    await restored.close();
  });

  it('that was the database before has the transactions of its log', async () => {
    const store = await openTestStore(path);
    await store.sessions.commit(saying('agent:main:one', 'later'));
    const former = join(folder, 'former.replaced');
    for (const end of ['', '-wal']) copyFileSync(path + end, former + end);
    await store.close();
    restoreBackup(path, former, 1);
    expect(readdirSync(folder).filter((name) => name.includes('.new'))).toEqual([]);
    const restored = await openTestStore(path);
    expect(await restored.sessions.events('agent:main:one', 1)).toHaveLength(101);
    await restored.close();
  });

  it('is refused if it is damaged, and nothing changes', async () => {
    const backup = await createBackup(path, 0);
    const before = readFileSync(path);
    const bytes = readFileSync(backup);
    writeFileSync(backup, bytes.fill(0xee, Math.floor(bytes.length / 3)));
    expect(() => restoreBackup(path, backup, 1)).toThrow();
    expect(readFileSync(path)).toEqual(before);
  });

  it('of a damaged database is not made', async () => {
    damage();
    await expect(createBackup(path, 0)).rejects.toThrow('is damaged');
    expect(listBackups(path)).toEqual([]);
  });
});
