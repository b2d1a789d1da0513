// Bytes as a hex dump: offset, 16 bytes, and their ASCII characters.

const BYTES_PER_LINE = 16;
const HALF = BYTES_PER_LINE / 2;
const HEX_CHARS = BYTES_PER_LINE * 3;

/** One line per 16 bytes. */
export function toHexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_LINE)
    lines.push(toLine(at, [...bytes.subarray(at, at + BYTES_PER_LINE)]));
  return lines.join('\n');
}

function toLine(at: number, bytes: readonly number[]): string {
  const hex = [bytes.slice(0, HALF), bytes.slice(HALF)].map((half) => half.map((byte) => toHex(byte, 2)).join(' '));
  const text = bytes.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
  return `${toHex(at, 8)}  ${hex.join('  ').padEnd(HEX_CHARS)}  ${text}`;
}

function toHex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}
