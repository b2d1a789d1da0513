// Seals secrets with AES-256-GCM, bound to the name under which a secret is stored.
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** Length of a sealing key, bytes. */
export const SEALING_KEY_BYTES = 32;
/** Prefix of an envelope; a later format gets another one, and both can be opened. */
const FORMAT = 'v1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals `value` with `key`; the envelope opens only under the same name. */
export function seal(key: Uint8Array, name: string, value: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(name));
  const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  return `${FORMAT}.${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** The value of an envelope; undefined if the key, name, or envelope doesn't match. */
export function unseal(key: Uint8Array, name: string, envelope: string): string | undefined {
  const [format, body = ''] = envelope.split('.');
  const bytes = Buffer.from(body, 'base64url');
  if (format !== FORMAT || bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const opener = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(name))
    .setAuthTag(tag);
  try {
    return Buffer.concat([opener.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), opener.final()]).toString('utf8');
  } catch {
    // The tag doesn't match: another key, another name, or a modified envelope.
    return undefined;
  }
}

/** Derives a key for another purpose, from which the sealing key can't be computed. */
export function derivedKey(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, new Uint8Array(), `gatehouse ${purpose}`, SEALING_KEY_BYTES));
}
