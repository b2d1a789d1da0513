// The sealing key: from the OS keychain, a passphrase, or an owner-only file.
import { randomBytes, scrypt } from 'node:crypto';
import { chmodSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from '../home/atomic-write.ts';
import { SEALING_KEY_BYTES } from './sealing.ts';

const KEY_FILE = 'sealing.key';
const SALT_FILE = 'sealing.salt';
const SALT_BYTES = 16;
/** scrypt at 64 MiB: a guess costs about 150 ms. */
const SCRYPT = { N: 2 ** 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 };

/** The key exists but can't be used. */
export class SealingKeyError extends Error {}

/** Possible sources of the key, safest first. */
export interface SealingKeyOptions {
  readonly home: string;
  /** The OS keychain. */
  readonly source: { load(): Promise<Uint8Array> } | undefined;
  readonly passphrase: string | undefined;
}

/** The current key and the previous one. */
export interface SealingKeys {
  readonly key: Uint8Array;
  /** The key file of a host that now has a safer key: its secrets are sealed again, then it is deleted. */
  readonly former?: FormerKey;
}

/** A key that is no longer used. */
export interface FormerKey {
  readonly key: Uint8Array;
  /** Call when nothing is sealed with it anymore. */
  forget(): void;
}

/** Loads or creates the key. It is stored in a file only if there is neither a keychain nor a passphrase. @throws {SealingKeyError} */
export async function loadSealingKeys({ home, source, passphrase }: SealingKeyOptions): Promise<SealingKeys> {
  const file = join(home, KEY_FILE);
  if (source !== undefined) return { key: await source.load(), ...(await formerKey(file)) };
  if (passphrase === undefined || passphrase === '') return { key: await keyFromFile(file) };
  return { key: await keyFromPassphrase(join(home, SALT_FILE), passphrase), ...(await formerKey(file)) };
}

/** Whether the key can be loaded without the OS keychain, and isn't created by that. */
export function hasSealingKey({ home, passphrase }: Pick<SealingKeyOptions, 'home' | 'passphrase'>): boolean {
  const isFromPassphrase = passphrase !== undefined && passphrase !== '';
  return existsSync(join(home, isFromPassphrase ? SALT_FILE : KEY_FILE));
}

async function formerKey(file: string): Promise<Pick<SealingKeys, 'former'>> {
  return existsSync(file)
    ? { former: { key: await keyFromFile(file), forget: () => rmSync(file, { force: true }) } }
    : {};
}

async function keyFromFile(file: string): Promise<Uint8Array> {
  if (!existsSync(file)) await writeAtomically(file, `${randomBytes(SEALING_KEY_BYTES).toString('base64url')}\n`);
  keepOwnerOnly(file);
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (key.length !== SEALING_KEY_BYTES)
    throw new SealingKeyError(
      `${file} doesn't contain a ${SEALING_KEY_BYTES}-byte key. Restore the original file, or move this one aside and enter your keys again.`,
    );
  return key;
}

async function keyFromPassphrase(file: string, passphrase: string): Promise<Uint8Array> {
  if (!existsSync(file)) await writeAtomically(file, `${randomBytes(SALT_BYTES).toString('base64url')}\n`);
  const salt = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (salt.length !== SALT_BYTES)
    throw new SealingKeyError(
      `${file} is damaged, and the passphrase doesn't work without it. Restore the original file, or move this one aside and enter your keys again.`,
    );
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, SEALING_KEY_BYTES, SCRYPT, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** Makes a file private. The key stays the same, since there is no sign that anyone else has read it. */
function keepOwnerOnly(file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
}
