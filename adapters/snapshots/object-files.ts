// Objects of git in the form in which git stores single ones, so that contents can be stored without starting it.
import { createHash, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { constants, deflate, inflate } from 'node:zlib';
import { errorCode } from '../machines/workspace-tools/file-failure.ts';

const compress = promisify(deflate);
const decompress = promisify(inflate);
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
export async function readBlob(gitDir: string, id: string): Promise<Buffer | undefined> {
  try {
    const object = await decompress(await fs.readFile(toFile(gitDir, id)));
    return object.subarray(object.indexOf(0) + 1);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
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
