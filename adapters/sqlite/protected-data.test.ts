// The audit log and secrets, as they are on disk.
// Proves: SC-1, SC-5
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { Secret } from '#core/ports/secrets.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { TEST_SEALING_KEY, testStoreOptions } from '#tests/support/sqlite/open-test-store.ts';
import { storeFolder } from '#tests/support/sqlite/store-folder.ts';
import { openStore } from './open-store.ts';

const AUDIT = { by: testPrincipal('me'), action: 'done', subject: 's', details: {} };

const stores = storeFolder();

describe('the audit log on disk', () => {
  const tampered = async (sql: string) => {
    const other = new Database(stores.path);
    other.exec(sql);
    other.close();
    return (await stores.reopen()).audit.verify();
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
    const store = await stores.open();
    for (let n = 0; n < 4; n++) await store.audit.append(AUDIT);
    expect(await tampered('SELECT 1')).toEqual({ ok: true, entries: 4 });
    expect(await tampered(sql)).toMatchObject({ ok: false, brokenAt });
  });
});

describe('secrets on disk', () => {
  it('are encrypted in all files, and a wrong key is reported as a problem', async () => {
    const store = await stores.open();
    await store.secrets.set('provider.a', new Secret('canary-0123456789'));
    for (const name of readdirSync(stores.folder))
      expect(readFileSync(join(stores.folder, name)).includes('canary')).toBe(false);
    const other = await stores.reopen(new Uint8Array(32).fill(9));
    expect(await other.secrets.get('provider.a')).toBeUndefined();
    expect(other.problems).toHaveLength(1);
    expect(other.problems[0]).toContain('provider.a');
    const back = await stores.reopen();
    expect((await back.secrets.get('provider.a'))?.reveal()).toBe('canary-0123456789');
    expect(back.problems).toEqual([]);
  });
});

describe('a new encryption key', () => {
  const NEW = new Uint8Array(32).fill(9);

  it('re-encrypts all secrets, after which the former key decrypts nothing', async () => {
    const store = await stores.open();
    await store.secrets.set('provider.a', new Secret('canary-0123456789'));
    await store.audit.append(AUDIT);
    await stores.close();
    const learned: string[] = [];
    let forgotten = 0;
    const next = await openStore({
      ...testStoreOptions(stores.path, NEW),
      former: { key: TEST_SEALING_KEY, forget: () => forgotten++ },
      learnSecret: (value) => learned.push(value),
    });
    stores.keep(next);
    expect((await next.secrets.get('provider.a'))?.reveal()).toBe('canary-0123456789');
    await next.secrets.set('provider.b', new Secret('another-one'));
    expect([next.problems, forgotten, learned, await next.audit.verify()]).toEqual([
      [],
      1,
      ['canary-0123456789', 'another-one'],
      { ok: true, entries: 1 },
    ]);
    const old = await stores.reopen();
    expect(await old.secrets.get('provider.a')).toBeUndefined();
    expect((await old.audit.verify()).ok).toBe(false);
  });

  it('keeps the former key while a secret can be decrypted with neither', async () => {
    const store = await stores.open(new Uint8Array(32).fill(3));
    await store.secrets.set('provider.a', new Secret('canary-0123456789'));
    await stores.close();
    let forgotten = 0;
    const next = await openStore({
      ...testStoreOptions(stores.path, NEW),
      former: { key: TEST_SEALING_KEY, forget: () => forgotten++ },
    });
    stores.keep(next);
    expect([forgotten, next.problems.length]).toEqual([0, 1]);
  });
});
