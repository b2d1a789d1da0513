import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { saying } from '#tests/conformance/store-samples.ts';
import { checkIntegrity } from './integrity-check.ts';
import { openStore } from './open-store.ts';
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
  bytes.fill(0xee, Math.floor(bytes.length / 3));
  writeFileSync(path, bytes);
}

describe('the integrity check', () => {
  it('accepts an intact database, even during writes', async () => {
    const store = await openTestStore(path);
    const checked = checkIntegrity(path);
    await store.settings.set('a', 1);
    expect(await checked).toEqual([]);
    await store.close();
  });

  it('detects damage and ignores a missing file', async () => {
    damage();
    expect(await checkIntegrity(path)).not.toEqual([]);
    expect(await checkIntegrity(path)).toBeDefined();
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
    await store.close();
  });

  it('is not scheduled twice on the same day', async () => {
    const clock = new ManualClock();
    const store = await openTestStore(path);
    await store.settings.set('store.checkedAt', clock.now() - 1000);
    await store.close();
    const again = await openStore({ ...testStoreOptions(path), clock });
    expect(clock.pending).toBe(0);
    await again.close();
  });
});
