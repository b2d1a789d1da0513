// Compares secrets in constant time. Both are hashed with a per-process key first, so their lengths leak nothing.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY = randomBytes(32);

/** Whether two strings are equal, in constant time. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHmac('sha256', KEY).update(text).digest();
}
