// File content as text with one character for each byte. Nothing is decoded, so that any content is kept byte for byte.

/** Characters that are converted at once; more would exceed the size of an argument list. */
const CHUNK = 8192;
/** As in git: a file with a zero byte in its first part isn't text. */
const SNIFFED = 8000;
/** Text without such characters is the same in all encodings. */
const NOT_ASCII = /[\x80-\xff]/;

/** Each byte as a character. */
function toByteText(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return text;
}

/** The opposite of {@link toByteText}. */
function fromByteText(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

/** Text as its bytes in UTF-8, as a byte text. */
export function encodeText(text: string): string {
  return toByteText(new TextEncoder().encode(text));
}

/** What a byte text says in UTF-8. Invalid bytes are replaced, so this is only for reading. */
export function decodeText(text: string): string {
  if (!NOT_ASCII.test(text)) return text;
  return new TextDecoder('utf-8').decode(fromByteText(text));
}

/** Whether a byte text is valid UTF-8, so that it can be edited as text. */
export function isUtf8(text: string): boolean {
  if (!NOT_ASCII.test(text)) return true;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(fromByteText(text));
    return true;
  } catch {
    return false;
  }
}

/** Whether a file isn't text. */
export function isBinary(text: string): boolean {
  return text.slice(0, SNIFFED).includes('\0');
}
