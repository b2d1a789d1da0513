// Measures and watches disk space that a container uses on this computer.
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { inFolder } from '../workspace-tools/open-folder.ts';

const BLOCK_BYTES = 512;
const WATCH_MS = 1_000;
/** Measuring walks through all files, so it happens only after this part of the limit has been written. */
const PART_TO_MEASURE = 0.05;

/** Each level needs a file handle, and no project has so many. */
const MAX_DEPTH = 256;
/** What a deeper folder counts as: more than any limit. */
const TOO_DEEP_BYTES = 2 ** 50;

/** Bytes that a folder uses, without following links. What disappears meanwhile isn't counted. */
export function measureFolder(folder: string): Promise<number> {
  return measureLevel(folder, 0);
}

async function measureLevel(folder: string, depth: number): Promise<number> {
  if (depth > MAX_DEPTH) return TOO_DEEP_BYTES;
  let total = 0;
  try {
    await inFolder(folder, async (held) => {
      for (const entry of await fs.readdir(held, { withFileTypes: true })) {
        const at = path.join(held, entry.name);
        if (entry.isDirectory()) total += await measureLevel(at, depth + 1);
        else total += ((await fs.lstat(at).catch(() => undefined))?.blocks ?? 0) * BLOCK_BYTES;
      }
    });
  } catch {
    return total;
  }
  return total;
}

/** Disk use of some folders, watched while commands run. */
export interface DiskWatch {
  /** Latest measurement, bytes. */
  readonly usedBytes: number;
  measure(): Promise<number>;
  stop(): void;
}

/** Watches folders. `onLimit` is called each time they are found to exceed the limit. Measures only after disk space was used. */
export function watchDisk(
  folders: readonly string[],
  limitBytes: number,
  onLimit: (usedBytes: number) => void,
): DiskWatch {
  let usedBytes = 0;
  let freeAtMeasure: number | undefined;
  let isMeasuring = false;
  const free = async (): Promise<number> => {
    const sizes = await Promise.all(folders.map((folder) => fs.statfs(folder)));
    return Math.min(...sizes.map(({ bavail, bsize }) => bavail * bsize));
  };
  const measure = async (): Promise<number> => {
    freeAtMeasure = await free();
    const sizes = await Promise.all(folders.map(measureFolder));
    usedBytes = sizes.reduce((sum, size) => sum + size, 0);
    if (usedBytes > limitBytes) onLimit(usedBytes);
    return usedBytes;
  };
  const look = async (): Promise<void> => {
    if (isMeasuring) return;
    isMeasuring = true;
    try {
      const isDue = freeAtMeasure === undefined || freeAtMeasure - (await free()) > limitBytes * PART_TO_MEASURE;
      if (isDue || usedBytes > limitBytes) await measure();
    } catch {
      // The folder is gone. The next command reports it.
    } finally {
      isMeasuring = false;
    }
  };
  const timer = setInterval(() => void look(), WATCH_MS).unref();
  void look();
  return {
    get usedBytes() {
      return usedBytes;
    },
    measure,
    stop: () => clearInterval(timer),
  };
}
