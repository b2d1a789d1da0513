// Proves: SC-1
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadSealingKeys } from './sealing-key.ts';
import { derivedKey, seal, unseal } from './sealing.ts';

const KEY = new Uint8Array(32).fill(1);

describe('a sealed secret', () => {
  it('can be decrypted only with its key and name', () => {
    const envelope = seal(KEY, 'provider.a', 'sk-ünï');
    expect(unseal(KEY, 'provider.a', envelope)).toBe('sk-ünï');
    expect(unseal(KEY, 'provider.b', envelope)).toBeUndefined();
    expect(unseal(new Uint8Array(32).fill(2), 'provider.a', envelope)).toBeUndefined();
    expect(seal(KEY, 'provider.a', 'sk-ünï')).not.toBe(envelope);
  });

  it('cannot be decrypted if a bit changed or it is something else', () => {
    const [format = '', body = ''] = seal(KEY, 'n', 'value').split('.');
    const bytes = Buffer.from(body, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unseal(KEY, 'n', `${format}.${changed.toString('base64url')}`)).toBeUndefined();
    }
    for (const junk of ['', 'v1', 'v1.', `v2.${body}`, 'v1.AAAA', '🚪']) expect(unseal(KEY, 'n', junk)).toBeUndefined();
  });

  it('can be empty or long', () => {
    for (const value of ['', 'x'.repeat(100_000)]) expect(unseal(KEY, 'n', seal(KEY, 'n', value))).toBe(value);
  });

  it('has a key from which other keys are derived', () => {
    expect(derivedKey(KEY, 'a')).not.toEqual(derivedKey(KEY, 'b'));
    expect(derivedKey(KEY, 'a')).toHaveLength(32);
  });
});

describe('the encryption key', () => {
  let home: string;
  const makeKey = async (passphrase?: string) => (await loadSealingKeys({ home, passphrase, source: undefined })).key;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'gatehouse-key-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('is generated once and stored in an owner-only file', async () => {
    const key = await makeKey();
    expect(key).toHaveLength(32);
    const file = join(home, 'sealing.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    expect(await makeKey('')).toEqual(key);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is derived from a passphrase without being stored', async () => {
    const key = Buffer.from(await makeKey('open sesame'));
    expect(Buffer.from(await makeKey('open sesame'))).toEqual(key);
    expect(Buffer.from(await makeKey('open sesamy'))).not.toEqual(key);
    const written = readdirSync(home).map((name) => readFileSync(join(home, name), 'utf8'));
    expect(written).toHaveLength(1);
    for (const text of written) expect(text).not.toContain(key.toString('base64url'));
  });

  it('reports the key file as the former key once there is a safer one and deletes it on request', async () => {
    const source = { load: async () => KEY };
    expect(await loadSealingKeys({ home, passphrase: undefined, source })).toEqual({ key: KEY });
    const old = await makeKey();
    for (const safer of [
      { passphrase: 'open sesame', source: undefined },
      { passphrase: undefined, source },
    ]) {
      const keys = await loadSealingKeys({ home, ...safer });
      expect(keys.former?.key).toEqual(old);
      expect(keys.key).not.toEqual(old);
    }
    (await loadSealingKeys({ home, passphrase: undefined, source })).former?.forget();
    expect(await loadSealingKeys({ home, passphrase: undefined, source })).toEqual({ key: KEY });
  });

  it('rejects a damaged file with an explanation and keeps it', async () => {
    writeFileSync(join(home, 'sealing.key'), 'short');
    await expect(makeKey()).rejects.toThrow(/doesn't contain a 32-byte key/);
    expect(readFileSync(join(home, 'sealing.key'), 'utf8')).toBe('short');
  });
});
