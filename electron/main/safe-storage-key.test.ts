// Proves: SC-1
import { mkdtempSync, rmSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { safeStorageKey, type Keychain } from './safe-storage-key.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-key-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Reverses bytes, which is enough to see what it encrypts. */
function fakeKeychain(options: { readonly available?: boolean; readonly backend?: string } = {}): Keychain {
  return {
    isAsyncEncryptionAvailable: async () => options.available ?? true,
    encryptStringAsync: async (text) => Buffer.from(text).reverse(),
    decryptStringAsync: async (sealed) => ({ result: Buffer.from(sealed).reverse().toString() }),
    getSelectedStorageBackend: () => options.backend ?? 'gnome_libsecret',
  };
}

describe('safeStorageKey', () => {
  it('creates one encrypted, owner-only key and returns it on every start', async () => {
    const file = join(folder, 'keys/key.sealed');
    const first = await safeStorageKey(fakeKeychain(), file);
    expect(Buffer.isBuffer(first) && first.length).toBe(32);
    expect(await safeStorageKey(fakeKeychain(), file)).toEqual(first);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain((first as Buffer).toString('base64'));
  });

  it('returns a reason if the keychain is insecure or unavailable', async () => {
    const file = join(folder, 'none');
    expect(await safeStorageKey(fakeKeychain({ backend: 'basic_text' }), file)).toHaveProperty('reason');
    expect(await safeStorageKey(fakeKeychain({ available: false }), file)).toHaveProperty('reason');
  });

  it('never replaces a corrupt key file', async () => {
    const file = join(folder, 'damaged');
    writeFileSync(file, 'xyz');
    await expect(safeStorageKey(fakeKeychain(), file)).rejects.toThrow("doesn't contain a 32-byte key");
  });
});
