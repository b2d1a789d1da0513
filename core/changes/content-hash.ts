// A short hash of text, to recognize the same content again. It isn't for security.

const FIRST_PRIME = 2654435761;
const SECOND_PRIME = 1597334677;
const HALF_DIGITS = 8;

/** 16 hexadecimal digits. */
export function hashContent(text: string): string {
  let first = 0xdeadbeef;
  let second = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    first = Math.imul(first ^ code, FIRST_PRIME);
    second = Math.imul(second ^ code, SECOND_PRIME);
  }
  first = Math.imul(first ^ (first >>> 16), 2246822507) ^ Math.imul(second ^ (second >>> 13), 3266489909);
  second = Math.imul(second ^ (second >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909);
  return [second, first].map((half) => (half >>> 0).toString(16).padStart(HALF_DIGITS, '0')).join('');
}
