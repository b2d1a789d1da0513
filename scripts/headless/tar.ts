// Writes tar archives (ustar). The same entries always give the same bytes.

/** A file of an archive. */
export interface TarEntry {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly isExecutable: boolean;
}

const BLOCK = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;

/** An archive of files in the order of their paths, all modified at the same time (seconds since 1970). */
export function createTar(entries: readonly TarEntry[], modifiedAt: number): Buffer {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const blocks = sorted.flatMap((entry) => [headerOf(entry, modifiedAt), entry.bytes, paddingOf(entry.bytes.length)]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function paddingOf(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

function headerOf({ path, bytes, isExecutable }: TarEntry, modifiedAt: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  const [prefix, name] = splitPath(path);
  header.write(name, 0);
  header.write(octal(isExecutable ? 0o755 : 0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(bytes.length, 12), 124);
  header.write(octal(modifiedAt, 12), 136);
  header.write('0', 156);
  header.write('ustar\0' + '00', 257);
  header.write('root', 265);
  header.write('root', 297);
  header.write(prefix, 345);
  // The checksum is that of the header with spaces in its place.
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 7)} `, 148);
  return header;
}

/** The largest part of a path that fits into the name field, and the folders before it. */
function splitPath(path: string): readonly [prefix: string, name: string] {
  if (Buffer.byteLength(path) <= NAME_BYTES) return ['', path];
  const slash = path.indexOf('/', path.length - NAME_BYTES - 1);
  if (slash <= 0 || slash > PREFIX_BYTES) throw new Error(`The path is too long for a tar archive: ${path}`);
  return [path.slice(0, slash), path.slice(slash + 1)];
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}
