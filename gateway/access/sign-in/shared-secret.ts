// Comparison of secrets in constant time: both sides are hashed under a key of this process first, so lengths say nothing.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

const KEY = randomBytes(32);

/** Tells whether two texts are equal, in a time that does not depend on where they differ. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(text: string): Buffer {
  return createHmac('sha256', KEY).update(text).digest();
}
