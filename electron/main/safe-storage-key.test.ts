// Proves: SC-1
import { mkdtempSync, rmSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { safeStorageKey, type KeyStore } from './safe-storage-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A key store that turns bytes around: enough to see what goes through it. */
function keyStore(options: { readonly available?: boolean; readonly backend?: string } = {}): KeyStore {
  return {
    isAsyncEncryptionAvailable: async () => options.available ?? true,
    encryptStringAsync: async (text) => Buffer.from(text).reverse(),
    decryptStringAsync: async (sealed) => ({ result: Buffer.from(sealed).reverse().toString() }),
    getSelectedStorageBackend: () => options.backend ?? 'gnome_libsecret',
  };
}

describe('key in the system key store', () => {
  it('is made once, sealed, owner-only, and the same at the next start', async () => {
    const file = join(folder, 'keys/key.sealed');
    const first = await safeStorageKey(keyStore(), file);
    expect(Buffer.isBuffer(first) && first.length).toBe(32);
    expect(await safeStorageKey(keyStore(), file)).toEqual(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain((first as Buffer).toString('base64'));
  });

  it('is refused with a reason where nothing protects it', async () => {
    const file = join(folder, 'none');
    expect(await safeStorageKey(keyStore({ backend: 'basic_text' }), file)).toHaveProperty('reason');
    expect(await safeStorageKey(keyStore({ available: false }), file)).toHaveProperty('reason');
  });

  it('is not silently replaced when the file is damaged', async () => {
    const file = join(folder, 'damaged');
    writeFileSync(file, 'xyz');
    await expect(safeStorageKey(keyStore(), file)).rejects.toThrow('does not hold a key');
  });
});
