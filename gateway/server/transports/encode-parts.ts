/** Most UTF-8 bytes of one UTF-16 unit. */
const MAX_BYTES = 3;

/** The UTF-8 bytes of a text in parts. A surrogate pair must not be split between two parts. */
export function encodeParts(parts: readonly string[]): Buffer {
  // Enough if the text is ASCII.
  let bytes = Buffer.allocUnsafe(parts.reduce((sum, part) => sum + part.length, MAX_BYTES));
  let length = 0;
  for (const part of parts) {
    // Nearly always, the part fits; only a part with other characters can need more than its length.
    const free = bytes.length - length;
    if (part.length * MAX_BYTES > free && Buffer.byteLength(part) > free) bytes = grow(bytes, length, part);
    length += bytes.write(part, length);
  }
  return bytes.subarray(0, length);
}

function grow(bytes: Buffer, length: number, part: string): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafe(Math.max(bytes.length * 2, length + part.length * MAX_BYTES));
  bytes.copy(larger, 0, 0, length);
  return larger;
}
