// Passphrases of age files. age-encryption's own scrypt runs on the main thread and would stop the gateway for a second, so this
// uses Node's. The format is that of https://c2sp.org/age ("The scrypt recipient type").
import { chacha20poly1305 } from '@noble/ciphers/chacha.js';
import { Stanza, type Identity, type Recipient } from 'age-encryption';
import { randomBytes, scrypt } from 'node:crypto';

const TYPE = 'scrypt';
const LABEL = 'age-encryption.org/v1/scrypt';
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const NONCE = new Uint8Array(12);
const WRAPPED_BYTES = 32;
/** log2 of the work: 64 MiB, about 150 ms for each guess. */
const WORK = 16;
/** The most work that a file can ask for; `age` has the same limit. */
const MAX_WORK = 22;

/** Encrypts a file for whoever knows the passphrase. */
export function passphraseRecipient(passphrase: string): Recipient {
  return {
    async wrapFileKey(fileKey) {
      const salt = randomBytes(SALT_BYTES);
      const key = await stretch(passphrase, salt, WORK);
      const body = chacha20poly1305(key, NONCE).encrypt(fileKey);
      return [new Stanza([TYPE, toBase64(salt), String(WORK)], body)];
    },
  };
}

/** Opens files that were encrypted with the passphrase. */
export function passphraseIdentity(passphrase: string): Identity {
  return {
    async unwrapFileKey(stanzas) {
      const [stanza, ...others] = stanzas;
      if (stanza?.args[0] !== TYPE || others.length > 0 || stanza.args.length !== 3) return null;
      const [, saltText = '', workText = ''] = stanza.args;
      const salt = Buffer.from(saltText, 'base64');
      const work = /^[1-9]\d?$/.test(workText) ? Number(workText) : Infinity;
      if (salt.length !== SALT_BYTES || work > MAX_WORK || stanza.body.length !== WRAPPED_BYTES) return null;
      const key = await stretch(passphrase, salt, work);
      try {
        return chacha20poly1305(key, NONCE).decrypt(stanza.body);
      } catch {
        // Another passphrase, or a changed header.
        return null;
      }
    },
  };
}

function stretch(passphrase: string, salt: Uint8Array, work: number): Promise<Uint8Array> {
  const N = 2 ** work;
  const cost = { N, r: 8, p: 1, maxmem: 128 * N * 8 * 2 };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.concat([Buffer.from(LABEL), salt]), KEY_BYTES, cost, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replaceAll('=', '');
}
