// The key that seals secrets, encrypted by the system's keychain through Electron's safeStorage.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The used part of Electron's safeStorage. */
export interface Keychain {
  isAsyncEncryptionAvailable(): Promise<boolean>;
  encryptStringAsync(text: string): Promise<Buffer>;
  decryptStringAsync(sealed: Buffer): Promise<{ readonly result: string }>;
  getSelectedStorageBackend?(): string;
}

const KEY_BYTES = 32;
/** This Linux backend encrypts with a hard-coded key: worse than an owner-only file, because it looks secure. */
const INSECURE_BACKEND = 'basic_text';

/** Why the system's keychain can't be used, as a clause for messages. */
export interface NoKeychain {
  readonly reason: string;
}

/** Reads the key from `file`, or creates it on first start. There is no fallback here; the caller reports it and decides. */
export async function safeStorageKey(store: Keychain, file: string): Promise<Buffer | NoKeychain> {
  if (store.getSelectedStorageBackend?.() === INSECURE_BACKEND) return { reason: 'no keyring service is running' };
  if (!(await store.isAsyncEncryptionAvailable())) return { reason: 'the system keychain is not available' };
  return existsSync(file) ? openKey(store, file) : createKey(store, file);
}

async function openKey(store: Keychain, file: string): Promise<Buffer> {
  const { result } = await store.decryptStringAsync(readFileSync(file));
  const key = Buffer.from(result, 'base64');
  if (key.length !== KEY_BYTES) throw new Error(`${file} doesn't contain a ${KEY_BYTES}-byte key`);
  return key;
}

async function createKey(store: Keychain, file: string): Promise<Buffer> {
  const key = randomBytes(KEY_BYTES);
  const sealed = await store.encryptStringAsync(key.toString('base64'));
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, sealed, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return key;
}
