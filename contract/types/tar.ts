// The tar format, for archives of folders: ustar headers, with a pax header before an entry that they can't describe.

const BLOCK = 512;
const MAX_NAME = 100;
/** The field has room for 11 octal digits. */
const MAX_SIZE = 8 ** 11 - 1;
const FILE_MODE = 0o644;
const FOLDER_MODE = 0o755;

/** A file or folder of an archive. */
export interface TarEntry {
  /** Relative, with slashes. */
  readonly path: string;
  readonly kind: 'file' | 'directory';
  /** Bytes; 0 for folders. */
  readonly size: number;
  readonly modifiedAtMs: number;
  /** Default: readable by everyone, writable by the owner. */
  readonly mode?: number;
}

/** What precedes the content of an entry. */
export function tarHeader(entry: TarEntry): Uint8Array {
  const isFolder = entry.kind === 'directory';
  const path = isFolder ? `${entry.path}/` : entry.path;
  const needsPax = toUtf8(path).length > MAX_NAME || entry.size > MAX_SIZE || !/^[\x20-\x7e]*$/.test(path);
  const block = toBlock({ ...entry, path, size: Math.min(entry.size, MAX_SIZE) }, isFolder ? '5' : '0');
  if (!needsPax) return block;
  const records = concat([toRecord('path', path), toRecord('size', String(entry.size))]);
  const pax = { path: 'PaxHeader', size: records.length, modifiedAtMs: entry.modifiedAtMs };
  return concat([toBlock(pax, 'x'), records, tarPadding(records.length), block]);
}

/** What follows a content of this size. */
export function tarPadding(size: number): Uint8Array {
  return new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
}

/** The end of an archive. */
export function tarEnd(): Uint8Array {
  return new Uint8Array(2 * BLOCK);
}

function toBlock({ path, size, modifiedAtMs, mode }: Omit<TarEntry, 'kind'>, type: '0' | '5' | 'x'): Uint8Array {
  const block = new Uint8Array(BLOCK);
  const put = (text: string, at: number, most = BLOCK) => block.set(toUtf8(text).subarray(0, most), at);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  put(path, 0, MAX_NAME);
  put(octal(mode ?? (type === '5' ? FOLDER_MODE : FILE_MODE), 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(Math.max(0, Math.floor(modifiedAtMs / 1000)), 11), 136);
  put(' '.repeat(8), 148);
  put(type, 156);
  put('ustar\x0000', 257);
  put(
    `${block
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, '0')}\0 `,
    148,
  );
  return block;
}

/** `length key=value` and a line feed. The length counts itself. */
function toRecord(key: string, value: string): Uint8Array {
  const rest = toUtf8(` ${key}=${value}\n`);
  let length = rest.length + 1;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return concat([toUtf8(String(length)), rest]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** This layer has no encoder of the platform. */
function toUtf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.toWellFormed());
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at += 1) {
    const isEscape = escaped[at] === '%';
    bytes.push(isEscape ? Number.parseInt(escaped.slice(at + 1, at + 3), 16) : escaped.charCodeAt(at));
    if (isEscape) at += 2;
  }
  return new Uint8Array(bytes);
}
