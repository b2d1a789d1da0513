// Verifies signatures of client keys: Ed25519 for devices, ECDSA P-256 for browsers (supported everywhere).
import { createPublicKey, verify, type KeyObject } from 'node:crypto';

/** DER prefixes of public keys; the raw bytes follow. */
const ED25519_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const P256_PREFIX = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const ED25519_BYTES = 32;
/** An uncompressed point: 04, x, y. */
const P256_BYTES = 65;

/** The key from raw bytes; undefined when they are invalid. */
export function readPublicKey(raw: Uint8Array): KeyObject | undefined {
  const prefix = raw.length === ED25519_BYTES ? ED25519_PREFIX : raw.length === P256_BYTES ? P256_PREFIX : undefined;
  if (prefix === undefined || isWeakKey(raw)) return undefined;
  try {
    return createPublicKey({ key: Buffer.concat([prefix, raw]), format: 'der', type: 'spki' });
  } catch {
    // Not a point on the curve: the caller rejects it.
    return undefined;
  }
}

/**
 * The eight points of small order and their other encodings, without the sign bit: with these, any signature verifies
 * (RFC 8032 leaves the check to the application).
 */
const WEAK_KEYS: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

function isWeakKey(raw: Uint8Array): boolean {
  if (raw.length !== ED25519_BYTES) return false;
  const unsigned = Buffer.from(raw);
  unsigned.writeUInt8(unsigned.readUInt8(ED25519_BYTES - 1) & 0x7f, ED25519_BYTES - 1);
  return WEAK_KEYS.has(unsigned.toString('hex'));
}

/** Largest allowed difference between the time of a signature and our clock, ms. */
const MAX_SKEW_MS = 120_000;

/** Whether a signature was made about now. */
export function isCurrent(signedAt: number, now: number): boolean {
  return Math.abs(now - signedAt) <= MAX_SKEW_MS;
}

/** Whether these raw bytes (base64url) are a valid browser key. */
export function isBrowserKey(publicKey: string): boolean {
  const raw = Buffer.from(publicKey, 'base64url');
  return raw.length === P256_BYTES && readPublicKey(raw) !== undefined;
}

/** Whether `signature` (base64url) over `text` was made by the key with the raw bytes `publicKey` (base64url). */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const key = readPublicKey(Buffer.from(publicKey, 'base64url'));
  if (key === undefined) return false;
  const bytes = Buffer.from(signature, 'base64url');
  return key.asymmetricKeyType === 'ed25519'
    ? verify(null, Buffer.from(text), key, bytes)
    : verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, bytes);
}
