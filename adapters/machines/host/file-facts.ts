// Facts about entries of the workspace, and the bytes of regular files.
import { createHash } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { FileError } from '#core/ports/machine.ts';
import type { FileContent, FileStat } from '#core/ports/machine.ts';
import { outside } from './file-failure.ts';
import type { Place } from './workspace-root.ts';

const READ_CHUNK_BYTES = 256 * 1024;
/** NONBLOCK: a FIFO put there in the meantime must not hold us up. */
const OPEN_TO_READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Facts in the port's form. */
export function factsOf(path: string, stats: Stats): FileStat {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
  return { path, kind, size: kind === 'file' ? stats.size : 0, modifiedAtMs: Math.round(stats.mtimeMs) };
}

/** SHA-256, hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes of the regular file at `place`, at most `limitBytes`. @throws {FileError} for folders, devices, FIFOs, sockets and larger files. */
export async function readBytes(
  place: Place,
  limitBytes: number,
): Promise<{ readonly stats: Stats; readonly bytes: Uint8Array }> {
  refuseSpecial(await fs.lstat(place.at), place.path);
  const handle = await fs.open(place.at, OPEN_TO_READ);
  try {
    // What was opened is judged, not what was there a moment ago.
    const stats = await handle.stat();
    refuseSpecial(stats, place.path);
    if (stats.size > limitBytes) throw tooLarge(place.path, stats.size, limitBytes);
    return { stats, bytes: await readUpTo(handle, limitBytes, place.path) };
  } finally {
    await handle.close();
  }
}

/** Files only: opening a device or a FIFO can act or wait. @throws {FileError} */
export function refuseSpecial(stats: Stats, path: string): void {
  if (stats.isFile()) return;
  if (stats.isDirectory()) throw new FileError('not-a-file', `${JSON.stringify(path)} is a folder, not a file.`);
  if (stats.isSymbolicLink()) throw outside(path);
  throw new FileError('not-a-file', `${JSON.stringify(path)} is a device, pipe or socket, not a file.`);
}

async function readUpTo(handle: fs.FileHandle, limitBytes: number, path: string): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.min(READ_CHUNK_BYTES, limitBytes - total + 1));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, total);
    if (bytesRead === 0) return Buffer.concat(parts, total);
    total += bytesRead;
    // The file may grow, or report no size at all, while we read.
    if (total > limitBytes) throw tooLarge(path, total, limitBytes);
    parts.push(chunk.subarray(0, bytesRead));
  }
}

function tooLarge(path: string, size: number, limit: number): FileError {
  return new FileError(
    'too-large',
    `${JSON.stringify(path)} is ${size} bytes; the limit is ${limit}. Read part of it with a command.`,
  );
}

/** Content in the port's form: text only when the bytes are UTF-8 without NUL. */
export function contentOf(stat: FileStat, bytes: Uint8Array): FileContent {
  const text = decodeText(bytes);
  return { stat, bytes, hash: hashOf(bytes), ...(text === undefined ? {} : { text }) };
}

function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
