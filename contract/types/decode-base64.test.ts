// Decoding base64.
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { decodeBase64 } from './decode-base64.ts';

it('returns the bytes that were encoded, of any length', () => {
  for (let length = 0; length < 100; length += 1) {
    const bytes = randomBytes(length);
    expect(Buffer.from(decodeBase64(bytes.toString('base64')))).toEqual(bytes);
  }
});
