// Recognizes images by their bytes. Model servers reject a whole conversation because of one image that they can't decode.

/** The image types that models read. */
export type ImageType = 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';

/** Bytes at the start that are enough for every header. JPEG headers are longer, but start with a fixed mark. */
const START_BYTES = 64;
/** Bytes at the end that contain the last mark. Cameras append a few bytes. */
const END_BYTES = 1024;

/** The type of a base64-encoded image; undefined if it is none, is empty, or was truncated. */
export function detectImageType(base64: string): ImageType | undefined {
  if (base64.length % 4 !== 0 || base64.length < 16) return undefined;
  const start = decode(base64.slice(0, toChars(START_BYTES)));
  const end = decode(base64.slice(-toChars(END_BYTES)));
  if (start === undefined || end === undefined) return undefined;
  if (start.startsWith('\x89PNG\r\n\x1a\n'))
    return start.slice(12, 16) === 'IHDR' &&
      readNumber(start, 16) > 0 &&
      readNumber(start, 20) > 0 &&
      end.includes('IEND')
      ? 'image/png'
      : undefined;
  if (start.startsWith('\xff\xd8\xff')) return end.includes('\xff\xd9') ? 'image/jpeg' : undefined;
  if (/^GIF8[79]a/.test(start)) return end.includes(';') && start.slice(6, 10) !== '\0\0\0\0' ? 'image/gif' : undefined;
  if (start.startsWith('RIFF') && start.slice(8, 12) === 'WEBP')
    return isWholeRiff(start, base64) ? 'image/webp' : undefined;
  return undefined;
}

/** Characters of base64 for a number of bytes. */
function toChars(bytes: number): number {
  return Math.ceil(bytes / 3) * 4;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** One character for each byte; undefined if the text isn't base64. This layer has neither Node's nor the browser's decoder. */
function decode(base64: string): string | undefined {
  let [bits, count, bytes] = [0, 0, ''];
  for (const character of base64.replace(/={1,2}$/, '')) {
    const value = ALPHABET.indexOf(character);
    if (value === -1) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += String.fromCharCode((bits >> count) & 0xff);
  }
  return bytes;
}

/** A big-endian number of four bytes. */
function readNumber(bytes: string, at: number): number {
  return [0, 1, 2, 3].reduce((sum, index) => sum * 256 + bytes.charCodeAt(at + index), 0);
}

/** Whether the size in the header isn't larger than the file. It is little-endian and leaves out the first eight bytes. */
function isWholeRiff(start: string, base64: string): boolean {
  const size = [7, 6, 5, 4].reduce((sum, at) => sum * 256 + start.charCodeAt(at), 0);
  return size > 4 && size + 8 <= (base64.length / 4) * 3;
}
