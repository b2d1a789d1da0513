// The gateway's key for push services (RFC 8292), and the token that proves it has it.
import { createPrivateKey, generateKeyPairSync, sign, type JsonWebKey } from 'node:crypto';

/** Push services accept at most a day. */
const VALID_SECONDS = 12 * 60 * 60;
/** Whom an operator of a push service could write to. Gatehouse has no such address. */
const CONTACT = 'mailto:gatehouse@example.com';

/** A new key pair, as JSON to store. */
export function createVapidKey(): string {
  return JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }));
}

/** The public key of a stored key pair, as subscriptions need it. */
export function vapidPublicKey(stored: string): string {
  const { x = '', y = '' } = parseKey(stored);
  const point = [Uint8Array.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')];
  return Buffer.concat(point).toString('base64url');
}

/** The header `Authorization` for a request to an endpoint. */
export function vapidHeader(stored: string, endpoint: string, nowMs: number): string {
  const claims = { aud: new URL(endpoint).origin, exp: Math.floor(nowMs / 1000) + VALID_SECONDS, sub: CONTACT };
  const text = [{ typ: 'JWT', alg: 'ES256' }, claims].map((part) => toBase64Url(JSON.stringify(part))).join('.');
  const key = createPrivateKey({ key: parseKey(stored), format: 'jwk' });
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  return `vapid t=${text}.${signature}, k=${vapidPublicKey(stored)}`;
}

function parseKey(stored: string): JsonWebKey {
  return JSON.parse(stored) as JsonWebKey; // Written by `createVapidKey`.
}

function toBase64Url(text: string): string {
  return Buffer.from(text).toString('base64url');
}
