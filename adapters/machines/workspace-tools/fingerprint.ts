// Content hashes of files that a command would run, wherever they are. Nothing but the hash leaves this file.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { readPackageScripts } from '#core/workspaces/package-scripts.ts';

/** Larger files are identified by their size and times instead. */
const MAX_HASHED_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
/** Largest `package.json` of which only the scripts count. */
const MAX_PACKAGE_BYTES = 4 * 1024 * 1024;

/** The hash of a file, following links; undefined if it isn't a readable file. Never waits for a pipe or device. */
export async function fingerprintFile(workspace: string, asked: string, part?: 'scripts'): Promise<string | undefined> {
  if (asked.includes('\0')) return undefined;
  const file = path.resolve(workspace, asked);
  const handle = await fs.open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return undefined;
    const { size, mtimeMs, ctimeMs, ino } = stats;
    if (size > MAX_HASHED_BYTES) return digest(`${size} ${mtimeMs} ${ctimeMs} ${ino}`);
    if (part !== 'scripts' || size > MAX_PACKAGE_BYTES) return await digestContent(handle);
    return digest(readPackageScripts(await handle.readFile('utf8')));
  } catch {
    return undefined;
  } finally {
    await handle.close();
  }
}

/** Never holds more than a part: many large files are hashed at once. Undefined for a file that grows too large meanwhile. */
async function digestContent(handle: fs.FileHandle): Promise<string | undefined> {
  const sum = createHash('sha256');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = 0; position <= MAX_HASHED_BYTES;) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0) return sum.digest('hex');
    sum.update(chunk.subarray(0, bytesRead));
    position += bytesRead;
  }
  return undefined;
}

function digest(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
