// Objects of git in the form in which git stores single ones, so that contents can be stored without starting it.
import { createHash, randomUUID } from 'node:crypto';
import * as callbacks from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { constants, deflate, inflate, inflateSync } from 'node:zlib';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';

const compress = promisify(deflate);
const decompress = promisify(inflate);
/** With many small files, these are several times as fast as file handles. */
const openFile = promisify(callbacks.open);
const stat = promisify<number, callbacks.Stats>(callbacks.fstat);
const read = promisify(callbacks.read);
const close = promisify(callbacks.close);
/** Before the content, `blob` and its size. */
const MAX_HEADER = 64;
/** Decompressing less takes less time than handing it to another thread, bytes. */
const SMALL_BYTES = 16 * 1024;
const READ_ONLY = 0o400;
const OWNER_ONLY = 0o700;

/** The ID of a content. */
export function toBlobId(bytes: Uint8Array): string {
  return createHash('sha1').update(toHeader(bytes)).update(bytes).digest('hex');
}

/** Stores a content durably, and returns its ID. */
export async function writeBlob(gitDir: string, bytes: Uint8Array): Promise<string> {
  const id = toBlobId(bytes);
  if (await renewBlob(gitDir, id)) return id;
  const file = toFile(gitDir, id);
  const draft = join(gitDir, 'objects', `tmp_obj_${randomUUID()}`);
  const packed = await compress(Buffer.concat([toHeader(bytes), bytes]), { level: constants.Z_BEST_SPEED });
  try {
    await fs.writeFile(draft, packed, { flag: 'wx', mode: READ_ONLY, flush: true });
    await fs.mkdir(dirname(file), { recursive: true, mode: OWNER_ONLY });
    await fs.rename(draft, file);
  } catch (error) {
    await fs.rm(draft, { force: true });
    throw error;
  }
  return id;
}

/** A content that is stored as a single file; undefined if there is none. */
export async function readBlob(
  gitDir: string,
  id: string,
  maxBytes: number,
): Promise<Buffer | 'too-large' | undefined> {
  const limits = { maxOutputLength: maxBytes + MAX_HEADER };
  try {
    const packed = await readUpTo(toFile(gitDir, id), maxBytes);
    if (packed === undefined) return 'too-large';
    const object = packed.length <= SMALL_BYTES ? inflateSync(packed, limits) : await decompress(packed, limits);
    const content = object.subarray(object.indexOf(0) + 1);
    return content.length <= maxBytes ? content : 'too-large';
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return 'too-large';
    throw error;
  }
}

/** A file, unless it is larger. */
async function readUpTo(file: string, maxBytes: number): Promise<Buffer | undefined> {
  const handle = await openFile(file, 'r');
  try {
    const { size } = await stat(handle);
    if (size > maxBytes) return undefined;
    const { buffer, bytesRead } = await read(handle, Buffer.allocUnsafe(size), 0, size, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await close(handle);
  }
}

/** Marks a content as needed now. Returns whether there is one. */
export async function renewBlob(gitDir: string, id: string): Promise<boolean> {
  const now = new Date();
  try {
    await fs.utimes(toFile(gitDir, id), now, now);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function toHeader(bytes: Uint8Array): Buffer {
  return Buffer.from(`blob ${bytes.length}\0`);
}

function toFile(gitDir: string, id: string): string {
  return join(gitDir, 'objects', id.slice(0, 2), id.slice(2));
}
