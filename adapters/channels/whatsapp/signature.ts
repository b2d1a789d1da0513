// Proof that a delivery comes from Meta: an HMAC of the raw bytes with the secret of the app.
import { createHmac, timingSafeEqual } from 'node:crypto';

const SIGNATURE = /^sha256=([0-9a-f]{64})$/i;

/** Whether `header` is the signature of `body`. */
export function isSigned(body: Uint8Array, header: string | undefined, appSecret: string): boolean {
  const given = SIGNATURE.exec(header ?? '')?.[1];
  if (given === undefined || appSecret === '') return false;
  return timingSafeEqual(Buffer.from(given, 'hex'), createHmac('sha256', appSecret).update(body).digest());
}

/** Compares two texts without revealing through the time where they differ. */
export function isSameText(one: string, other: string): boolean {
  // Both have the same length then.
  const [a, b] = [one, other].map((text) => createHmac('sha256', 'compare').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
