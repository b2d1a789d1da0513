// What a backup is encrypted with: a passphrase, or public keys of age. Files can be opened with the `age` tool.
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { closeSync, openSync, readSync } from 'node:fs';
import { Secret } from '#core/ports/secrets.ts';
import { invalidRequest, type GatewayError } from '#contract/wire/errors.ts';
import { damaged, wrongKey } from './backup-failure.ts';
import { passphraseIdentity, passphraseRecipient } from './scrypt-key.ts';

/** Encrypts backups. */
export type SealKey =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret }
  | { readonly kind: 'recipients'; readonly recipients: readonly string[] };

/** Opens backups: a passphrase, or private keys of age (`AGE-SECRET-KEY-1…`). */
export type OpenKey =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret }
  | { readonly kind: 'identities'; readonly identities: readonly Secret[] };

/** The header of a file starts within these, bytes. */
const KIND_BYTES = 64;
/** Shortest passphrase. */
const MIN_PASSPHRASE = 12;

/** An encrypter, and the key that opens what it writes for as long as this process knows it. */
export interface Sealer {
  readonly encrypt: (plain: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>;
  readonly check: OpenKeyOnce;
}

/** Decrypts a file. */
export type OpenKeyOnce = (file: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>;

/**
 * Prepares the encryption. Only the holder of the private key can open a file for a recipient, so the file is also encrypted for a
 * key that exists during this run only: the written file is verified with it. @throws {GatewayError} `BACKUP_KEY_INVALID`
 */
export async function createSealer(key: SealKey): Promise<Sealer> {
  const encrypter = new Encrypter();
  if (key.kind === 'passphrase') {
    const text = key.passphrase.reveal();
    if (text.length < MIN_PASSPHRASE)
      throw invalidKey(`The passphrase of backups must have at least ${MIN_PASSPHRASE} characters.`);
    encrypter.addRecipient(passphraseRecipient(text));
    return { encrypt: (plain) => encrypter.encrypt(plain), check: opener(key) };
  }
  if (key.recipients.length === 0) throw invalidKey('Name at least one recipient.');
  for (const recipient of key.recipients) addRecipient(encrypter, recipient);
  const own = await generateX25519Identity();
  encrypter.addRecipient(await identityToRecipient(own));
  const decrypter = new Decrypter();
  decrypter.addIdentity(own);
  return { encrypt: (plain) => encrypter.encrypt(plain), check: (file) => decrypt(decrypter, file, 'identity') };
}

/** Decrypts a file with a key. @throws {GatewayError} `BACKUP_WRONG_KEY`, `BACKUP_DAMAGED`, `BACKUP_KEY_INVALID` */
export function opener(key: OpenKey): OpenKeyOnce {
  const decrypter = new Decrypter();
  if (key.kind === 'passphrase') decrypter.addIdentity(passphraseIdentity(key.passphrase.reveal()));
  else for (const identity of key.identities) addIdentity(decrypter, identity.reveal());
  return (file) => decrypt(decrypter, file, key.kind === 'passphrase' ? 'passphrase' : 'identity');
}

/** How a file is encrypted, from its first lines. */
export function readKeyKind(file: string): OpenKey['kind'] {
  const descriptor = openSync(file, 'r');
  try {
    const start = Buffer.alloc(KIND_BYTES);
    const length = readSync(descriptor, start, 0, KIND_BYTES, 0);
    return start.toString('latin1', 0, length).includes('\n-> scrypt ') ? 'passphrase' : 'identities';
  } finally {
    closeSync(descriptor);
  }
}

/** The private keys in a file, as `age-keygen` writes it. @throws {GatewayError} `BACKUP_KEY_INVALID` */
export function parseIdentities(text: string): OpenKey {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const identities = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => new Secret(line));
  if (identities.length === 0) throw invalidKey('The file has no private key of age.');
  return { kind: 'identities', identities };
}

async function decrypt(decrypter: Decrypter, file: ReadableStream<Uint8Array>, kind: 'passphrase' | 'identity') {
  try {
    return await decrypter.decrypt(file);
  } catch (error) {
    throw String(error).includes('no identity matched') ? wrongKey(kind) : damaged("it isn't a complete age file");
  }
}

function addRecipient(encrypter: Encrypter, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw invalidKey(`"${recipient}" isn't a public key of age.`);
  }
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity);
  } catch {
    throw invalidKey("This isn't a private key of age.");
  }
}

function invalidKey(message: string): GatewayError {
  const hint = 'Public keys start with age1, private keys with AGE-SECRET-KEY-1. age-keygen creates both.';
  return invalidRequest(message, 'BACKUP_KEY_INVALID', hint);
}
