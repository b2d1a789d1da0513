// Reads entries of the workspace in the form of the port.
import { createHash, hash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import { defined } from '#contract/types/defined.ts';
import { FileError, type FileContent, type FileStat } from '#core/ports/machine.ts';
import { outside } from './file-failure.ts';
import type { Place } from './workspace-root.ts';

const READ_CHUNK_BYTES = 256 * 1024;
/** NONBLOCK, so that a FIFO that replaced the file can't block us. */
const OPEN_TO_READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Converts the metadata of an entry. */
export function toFileStat(path: string, stats: Stats): FileStat {
  const kind = stats.isFile() ? 'file' : stats.isDirectory() ? 'directory' : 'other';
  return { path, kind, size: kind === 'file' ? stats.size : 0, modifiedAtMs: Math.round(stats.mtimeMs) };
}

/** SHA-256, hex. */
export function hashBytes(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** Reads a regular file. @throws {FileError} for folders, devices, FIFOs, sockets, and files larger than `limitBytes`. */
export async function readBytes(
  place: Place,
  limitBytes: number,
): Promise<{ readonly stats: Stats; readonly bytes: Uint8Array }> {
  const { handle, stats } = await openRegularFile(place.at, place.path);
  try {
    if (stats.size > limitBytes) throw tooLarge(place.path, stats.size, limitBytes);
    return { stats, bytes: await readUpTo(handle, limitBytes, place.path) };
  } finally {
    await handle.close();
  }
}

/** Reads part of a regular file. @throws {FileError} */
export async function readRange(
  place: Place,
  start: number,
  length: number,
): Promise<{ readonly stats: Stats; readonly bytes: Uint8Array }> {
  const { handle, stats } = await openRegularFile(place.at, place.path);
  try {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, stats.size - start)));
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return { stats, bytes: bytes.subarray(0, filled) };
  } finally {
    await handle.close();
  }
}

/** SHA-256 of a regular file of any size, hex. @throws {FileError} */
export async function hashFile(place: Place): Promise<string> {
  const { handle } = await openRegularFile(place.at, place.path);
  try {
    const digest = createHash('sha256');
    for await (const chunk of handle.createReadStream({ autoClose: false, highWaterMark: READ_CHUNK_BYTES }))
      digest.update(chunk);
    return digest.digest('hex');
  } finally {
    await handle.close();
  }
}

/** Opens a regular file; the caller closes it. `path` is its name in errors. @throws {FileError} for everything else */
export async function openRegularFile(
  at: string,
  path: string,
): Promise<{ readonly handle: fs.FileHandle; readonly stats: Stats }> {
  refuseSpecial(await fs.lstat(at), path);
  const handle = await fs.open(at, OPEN_TO_READ);
  try {
    // Check the opened file, because it may have been replaced.
    const stats = await handle.stat();
    refuseSpecial(stats, path);
    return { handle, stats };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Accepts regular files only, because opening a device or FIFO can have effects or block. @throws {FileError} */
export function refuseSpecial(stats: Stats, path: string): void {
  if (stats.isFile()) return;
  if (stats.isDirectory()) throw new FileError('not-a-file', `${JSON.stringify(path)} is a folder, not a file.`);
  if (stats.isSymbolicLink()) throw outside(path);
  throw new FileError('not-a-file', `${JSON.stringify(path)} is a device, pipe, or socket, not a file.`);
}

async function readUpTo(handle: fs.FileHandle, limitBytes: number, path: string): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let total = 0;
  for (;;) {
    const chunk = Buffer.allocUnsafe(Math.min(READ_CHUNK_BYTES, limitBytes - total + 1));
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, total);
    if (bytesRead === 0) return Buffer.concat(parts, total);
    total += bytesRead;
    // The file may grow while it is read, or report no size.
    if (total > limitBytes) throw tooLarge(path, total, limitBytes);
    parts.push(chunk.subarray(0, bytesRead));
  }
}

function tooLarge(path: string, size: number, limit: number): FileError {
  const message = `${JSON.stringify(path)} is ${size} bytes; the limit is ${limit}. Read part of it with a command.`;
  return new FileError('too-large', message);
}

/** Converts the content of a file. It has text only if the bytes are UTF-8 without NUL. */
export function toFileContent(stat: FileStat, bytes: Uint8Array): FileContent {
  return { stat, bytes, hash: hashBytes(bytes), ...defined({ text: decodeText(bytes) }) };
}

function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
