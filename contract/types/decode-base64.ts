// Decodes base64 without a platform's own decoder.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BITS_PER_DIGIT = 6;
const BITS_PER_BYTE = 8;

/** The value of each digit, by its character code. */
const VALUES = new Uint8Array(128);
for (const [value, digit] of [...DIGITS].entries()) VALUES[digit.charCodeAt(0)] = value;

/** The bytes of valid base64. */
export function decodeBase64(text: string): Uint8Array {
  const digits = text.length - (text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0);
  const bytes = new Uint8Array(Math.floor((digits * BITS_PER_DIGIT) / BITS_PER_BYTE));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let index = 0; index < digits; index += 1) {
    bits = ((bits << BITS_PER_DIGIT) | (VALUES[text.charCodeAt(index)] ?? 0)) & 0xffff;
    count += BITS_PER_DIGIT;
    if (count < BITS_PER_BYTE) continue;
    count -= BITS_PER_BYTE;
    bytes[at] = bits >> count;
    at += 1;
  }
  return bytes;
}
