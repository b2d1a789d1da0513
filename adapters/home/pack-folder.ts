// Packs a folder into one compressed archive (tar.gz) that every system can open. Files are streamed, so their size doesn't matter.
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { tarEnd, tarHeader, tarPadding } from '#contract/types/tar.ts';

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
    yield tarHeader({ path: name, kind: 'file', size, modifiedAtMs: mtimeMs, mode: OWNER_ONLY_FILE });
    let written = 0;
    for await (const chunk of createReadStream(path, { end: Math.max(0, size - 1) })) {
      // Without an encoding, a file is read as bytes.
      const bytes = chunk as Uint8Array;
      written += bytes.length;
      yield bytes;
    }
    if (written !== size) throw new Error(`${path} changed while it was being packed.`);
    yield tarPadding(size);
  }
  yield tarEnd();
}
