// Reads an asar archive: a length-prefixed JSON index, then the files one after the other.
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, readSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface IndexEntry {
  readonly files?: Readonly<Record<string, IndexEntry>>;
  readonly size?: number;
  readonly offset?: string;
  readonly unpacked?: boolean;
}

/** One file of an archive. Unpacked ones lie beside it, in `<archive>.unpacked`. */
export interface AsarFile {
  readonly path: string;
  readonly size: number;
  readonly unpacked: boolean;
  readonly offset: number;
}

/** Where the archive's size fields end and its index begins. */
const INDEX_START = 16;

/** Lists all files of an archive. */
export function listAsar(archive: string): readonly AsarFile[] {
  const { index } = readIndex(archive);
  return listFiles(index, '');
}

/** Writes an archive's files, the unpacked ones included, into `folder`. */
export function extractAsar(archive: string, folder: string): void {
  const { index, bodyStart } = readIndex(archive);
  const bytes = readFileSync(archive);
  for (const file of listFiles(index, '')) {
    if (file.unpacked) continue;
    const target = join(folder, file.path);
    mkdirSync(dirname(target), { recursive: true });
    const start = bodyStart + file.offset;
    writeFileSync(target, bytes.subarray(start, start + file.size));
  }
  cpSync(`${archive}.unpacked`, folder, { recursive: true });
}

function readIndex(archive: string): { readonly index: IndexEntry; readonly bodyStart: number } {
  const descriptor = openSync(archive, 'r');
  const head = Buffer.alloc(INDEX_START);
  readSync(descriptor, head, 0, INDEX_START, 0);
  const text = Buffer.alloc(head.readUInt32LE(12));
  readSync(descriptor, text, 0, text.length, INDEX_START);
  closeSync(descriptor);
  // The index has this shape by the format's definition.
  return { index: JSON.parse(text.toString()) as IndexEntry, bodyStart: 8 + head.readUInt32LE(4) };
}

function listFiles(entry: IndexEntry, path: string): readonly AsarFile[] {
  if (entry.files === undefined) {
    return [{ path, size: entry.size ?? 0, unpacked: entry.unpacked === true, offset: Number(entry.offset ?? 0) }];
  }
  return Object.entries(entry.files).flatMap(([name, child]) =>
    listFiles(child, path === '' ? name : `${path}/${name}`),
  );
}
