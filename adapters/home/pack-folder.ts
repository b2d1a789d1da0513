// Packs a folder into one compressed archive (tar.gz) that every system can open. Files are streamed, so their size doesn't matter.
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

const BLOCK = 512;
const MAX_NAME = 100;
const MAX_PREFIX = 155;
/** The header has room for 11 octal digits. */
const MAX_SIZE = 8 ** 11 - 1;
const OWNER_ONLY_FILE = 0o600;

/** Writes the archive with all files of the folder, below the folder's own name. Returns its size, bytes. */
export async function packFolder(folder: string, target: string): Promise<number> {
  try {
    await pipeline(
      Readable.from(tarChunks(folder)),
      createGzip(),
      createWriteStream(target, { mode: OWNER_ONLY_FILE }),
    );
  } catch (error) {
    // An archive that isn't complete must not look like one.
    await rm(target, { force: true });
    throw error;
  }
  return (await stat(target)).size;
}

async function* tarChunks(folder: string): AsyncGenerator<Uint8Array> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of files.toSorted()) {
    const { size, mtimeMs } = await stat(path);
    const name = `${basename(folder)}/${path.slice(folder.length + 1).replaceAll(sep, '/')}`;
    yield tarHeader(name, size, mtimeMs);
    let written = 0;
    for await (const chunk of createReadStream(path, { end: Math.max(0, size - 1) })) {
      // Without an encoding, a file is read as bytes.
      const bytes = chunk as Uint8Array;
      written += bytes.length;
      yield bytes;
    }
    if (written !== size) throw new Error(`${path} changed while it was being packed.`);
    yield new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield new Uint8Array(2 * BLOCK);
}

/** The header of a file in the ustar format. */
function tarHeader(path: string, size: number, mtimeMs: number): Uint8Array {
  const { name, prefix } = splitName(path);
  if (size > MAX_SIZE) throw new Error(`${path} is too large for an archive.`);
  const header = Buffer.alloc(BLOCK);
  const put = (text: string, at: number): void => void header.write(text, at, 'utf8');
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  put(name, 0);
  put(octal(OWNER_ONLY_FILE, 7), 100);
  put(octal(0, 7), 108);
  put(octal(0, 7), 116);
  put(octal(size, 11), 124);
  put(octal(Math.floor(mtimeMs / 1000), 11), 136);
  put(' '.repeat(8), 148);
  put('0', 156);
  put('ustar\x0000', 257);
  put(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

/** The header has one field for the end of a path and one for its start. */
function splitName(path: string): { readonly name: string; readonly prefix: string } {
  if (Buffer.byteLength(path) <= MAX_NAME) return { name: path, prefix: '' };
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (Buffer.byteLength(name) <= MAX_NAME && Buffer.byteLength(prefix) <= MAX_PREFIX) return { name, prefix };
  }
  throw new Error(`${path} is too long for an archive.`);
}
