// The key under which secrets are sealed, kept by the system's key store through Electron's safeStorage.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The part of Electron's safeStorage that is used here. */
export interface KeyStore {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(sealed: Buffer): Promise<{ readonly result: string }>;
  getSelectedStorageBackend?(): string;
}

const KEY_BYTES = 32;
/** On Linux this backend "encrypts" with a constant: worse than an owner-only file, because it looks safe. */
const NO_PROTECTION = 'basic_text';

/** Why the system's key store does not serve, as a sentence for the log and the settings page. */
export interface NoKeyStore {
  readonly reason: string;
}

/** Reads the key from `file`, or makes one at the first start. Never falls back by itself: the caller says so and decides. */
export async function safeStorageKey(store: KeyStore, file: string): Promise<Buffer | NoKeyStore> {
  if (store.getSelectedStorageBackend?.() === NO_PROTECTION)
    return { reason: 'this desktop has no key store (no keyring service runs)' };
  if (!(await store.isAsyncEncryptionAvailable())) return { reason: 'the key store of this system is not available' };
  return existsSync(file) ? openKey(store, file) : makeKey(store, file);
}

async function openKey(store: KeyStore, file: string): Promise<Buffer> {
  const { result } = await store.decryptStringAsync(readFileSync(file));
  const key = Buffer.from(result, 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${file} does not hold a key of ${KEY_BYTES} bytes`);
  return key;
}

async function makeKey(store: KeyStore, file: string): Promise<Buffer> {
  const key = randomBytes(KEY_BYTES);
  const sealed = await store.encryptStringAsync(key.toString('base64'));
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, sealed, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return key;
}
