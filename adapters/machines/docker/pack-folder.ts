// Packs a folder of the workspace for a build of the engine, as a tar archive. Links are left out, so nothing outside is included.
import { Readable } from 'node:stream';
import { FileError, type Machine, type OpenFolder } from '#core/ports/machine.ts';

const BLOCK = 512;
const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const MAX_FILE_BYTES = 256 * 1024 * 1024;
const MAX_TOTAL_BYTES = 1024 * 1024 * 1024;
/** Large, and of no use in a build. */
const LEFT_OUT = new Set(['.git', 'node_modules']);

/** The archive of a folder. */
export function packFolder(files: Pick<Machine, 'openFolder'>, folder: string): Readable {
  return Readable.from(packAll(files, folder));
}

async function* packAll(files: Pick<Machine, 'openFolder'>, folder: string): AsyncGenerator<Buffer> {
  const opened = await files.openFolder?.(folder);
  if (opened === undefined) return;
  let total = 0;
  for await (const { name, bytes } of walk(opened, '')) {
    total += bytes.length;
    if (total > MAX_TOTAL_BYTES)
      throw new FileError('too-large', 'The folder of the Dockerfile is larger than 1 GB. Build in a smaller folder.');
    yield header(name, bytes.length);
    yield Buffer.from(bytes);
    yield Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

async function* walk(
  folder: OpenFolder,
  prefix: string,
): AsyncGenerator<{ readonly name: string; readonly bytes: Uint8Array }> {
  try {
    for (const { name, kind } of await folder.list()) {
      if (LEFT_OUT.has(name)) continue;
      if (kind === 'file') yield { name: prefix + name, bytes: await folder.read(name, MAX_FILE_BYTES) };
      else if (kind === 'directory') yield* walk(await folder.open(name), `${prefix}${name}/`);
    }
  } finally {
    await folder.close();
  }
}

/** A header of the `ustar` format. */
function header(path: string, size: number): Buffer {
  const { name, prefix } = splitName(path);
  const block = Buffer.alloc(BLOCK);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`;
  block.write(name, 0);
  block.write(octal(0o755, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\x0000', 257, 'latin1');
  block.write(prefix, 345);
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(`${checksum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function splitName(path: string): { readonly name: string; readonly prefix: string } {
  if (Buffer.byteLength(path) <= NAME_BYTES) return { name: path, prefix: '' };
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const name = path.slice(at + 1);
    const prefix = path.slice(0, at);
    if (Buffer.byteLength(name) <= NAME_BYTES && Buffer.byteLength(prefix) <= PREFIX_BYTES) return { name, prefix };
  }
  throw new FileError('too-large', `The path ${JSON.stringify(path)} is too long for a build.`);
}
