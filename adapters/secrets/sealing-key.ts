// The sealing key: from the system's key store, from a passphrase, or from an owner-only file.
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

/** The key is there and cannot be used. */
export class SealingKeyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SealingKeyError';
  }
}

/** Where the key may come from, the safest first. */
export interface SealingKeyOptions {
  readonly home: string;
  /** The system's key store. */
  readonly source: { load(): Promise<Uint8Array> } | undefined;
  readonly passphrase: string | undefined;
}

/** The key in force, and the one before it. */
export interface SealingKeys {
  readonly key: Uint8Array;
  /** The key file of a host that has a safer key by now: what it sealed is sealed anew, then it is removed. */
  readonly former?: FormerKey;
}

/** A key that is no longer used. */
export interface FormerKey {
  readonly key: Uint8Array;
  /** Call when nothing is sealed under it any more. */
  forget(): void;
}

/** Loads or makes the key. Only without a key store and a passphrase is it in a file. @throws {SealingKeyError} */
export async function loadSealingKeys({ home, source, passphrase }: SealingKeyOptions): Promise<SealingKeys> {
  const file = join(home, KEY_FILE);
  if (source !== undefined) return { key: await source.load(), ...(await formerKey(file)) };
  if (passphrase === undefined || passphrase === '') return { key: await keyFromFile(file) };
  return { key: await keyFromPassphrase(join(home, SALT_FILE), passphrase), ...(await formerKey(file)) };
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
      `${file} does not hold a key of ${SEALING_KEY_BYTES} bytes. Bring the old file back, or move it away and enter your keys again.`,
    );
  return key;
}

async function keyFromPassphrase(file: string, passphrase: string): Promise<Uint8Array> {
  if (!existsSync(file)) await writeAtomically(file, `${randomBytes(SALT_BYTES).toString('base64url')}\n`);
  const salt = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64url');
  if (salt.length !== SALT_BYTES)
    throw new SealingKeyError(
      `${file} is damaged: without it the passphrase opens nothing. Bring the old file back, or move it away and enter your keys again.`,
    );
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, SEALING_KEY_BYTES, SCRYPT, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** A file that others can read is made private; the key stays, for nobody but its owner is known to have read it. */
function keepOwnerOnly(file: string): void {
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) chmodSync(file, 0o600);
}
