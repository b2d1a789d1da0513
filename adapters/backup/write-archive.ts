// Writes a backup: tar, compressed with gzip, encrypted with age. Files are streamed, so their size doesn't matter.
import { createHash, hash } from 'node:crypto';
import { constants, createWriteStream } from 'node:fs';
import { open, realpath, rm, type FileHandle } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { createGzip } from 'node:zlib';
import { tarEnd, tarHeader, tarPadding } from '#contract/types/tar.ts';
import { HEADER_ENTRY, MANIFEST_ENTRY, type Header, type Manifest } from './archive-manifest.ts';
import type { Sealer } from './archive-key.ts';
import type { SourceFile } from './home-files.ts';

const OWNER_ONLY_FILE = 0o600;
/** Files up to this size are read at once, bytes. */
const SMALL = 1024 * 1024;
const PIECE = 256 * 1024;
const MAX_WARNINGS = 100;

/** What to write, and where. */
export interface ArchivePlan {
  readonly target: string;
  readonly files: readonly SourceFile[];
  /** The folder that workspace files may not lead out of. */
  readonly workspaces: string;
  readonly header: Header;
  readonly manifest: Omit<Manifest, 'files'>;
  readonly sealer: Sealer;
  readonly signal: AbortSignal;
  /** Bytes read so far, out of the header's total. */
  readonly report: (bytes: number) => void;
}

/** A written archive. */
export interface WrittenArchive {
  readonly bytes: number;
  readonly sha256: string;
  readonly manifest: Manifest;
}

/** Writes the archive to a new file, and syncs it. @throws if a file of the store can't be read; nothing is left behind then */
export async function writeArchive(plan: ArchivePlan): Promise<WrittenArchive> {
  const { target, sealer, signal } = plan;
  const digest = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      digest.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  let manifest: Manifest | undefined;
  const gzip = createGzip();
  try {
    const encrypted = await sealer.encrypt(toWeb(gzip));
    await Promise.all([
      pipeline(Readable.from(writeEntries(plan, (written) => (manifest = written))), gzip, { signal }),
      pipeline(
        fromWeb(encrypted),
        meter,
        createWriteStream(target, { flags: 'wx', mode: OWNER_ONLY_FILE, flush: true }),
        { signal },
      ),
    ]);
  } catch (error) {
    // An archive that isn't complete must not look like one.
    await rm(target, { force: true });
    throw error;
  }
  if (manifest === undefined) throw new Error('The backup ended without a manifest.');
  return { bytes, sha256: digest.digest('hex'), manifest };
}

/** A Node stream as a web stream of bytes. */
export function toWeb(stream: Readable): ReadableStream<Uint8Array> {
  // Node's type of the same class.
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

/** A web stream as a Node stream. */
export function fromWeb(stream: ReadableStream<Uint8Array>): Readable {
  // Node's type of the same class.
  return Readable.fromWeb(stream as NodeReadableStream<Uint8Array>);
}

async function* writeEntries(plan: ArchivePlan, written: (manifest: Manifest) => void): AsyncGenerator<Uint8Array> {
  const { header, files } = plan;
  yield* writeText(HEADER_ENTRY, header, header.createdAt);
  const root = await realpath(plan.workspaces).catch(() => plan.workspaces);
  const rows: Manifest['files'] = [];
  const warnings = [...plan.manifest.warnings];
  let read = 0;
  for (const file of files) {
    const source = await openSource(file, root);
    if (source === undefined) {
      if (warnings.length < MAX_WARNINGS) warnings.push(`${file.path} was deleted or replaced, and is left out`);
      continue;
    }
    try {
      const row = yield* writeFile(file, source, () => {
        if (warnings.length < MAX_WARNINGS) warnings.push(`${file.path} changed while it was read`);
      });
      rows.push(row);
      read += row.size;
    } finally {
      await source.handle.close();
    }
    plan.report(read);
  }
  const manifest = { ...plan.manifest, warnings, files: rows };
  yield* writeText(MANIFEST_ENTRY, manifest, header.createdAt);
  yield tarEnd();
  written(manifest);
}

interface Source {
  readonly handle: FileHandle;
  readonly size: number;
}

/** Opens a file without following links, which an agent may have put in its place. Undefined if there is no such file now. */
async function openSource(file: SourceFile, root: string): Promise<Source | undefined> {
  const { from, isFixed, path } = file;
  try {
    if (path.startsWith('workspaces/') && !isBelow(await realpath(dirname(from)), root)) return undefined;
    const handle = await open(from, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const found = await handle.stat();
    if (found.isFile()) return { handle, size: found.size };
    await handle.close();
    return undefined;
  } catch (error) {
    if (isFixed) throw error;
    return undefined;
  }
}

function isBelow(folder: string, root: string): boolean {
  return folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep);
}

async function* writeFile(
  { path, modifiedAtMs, mode }: SourceFile,
  { handle, size }: Source,
  changed: () => void,
): AsyncGenerator<Uint8Array, Manifest['files'][number]> {
  if (size <= SMALL) {
    const content = await readUpTo(handle, size);
    yield tarHeader({ path, kind: 'file', size: content.length, modifiedAtMs, mode });
    yield content;
    yield tarPadding(content.length);
    return { path, size: content.length, sha256: hash('sha256', content) };
  }
  yield tarHeader({ path, kind: 'file', size, modifiedAtMs, mode });
  const digest = createHash('sha256');
  for (let left = size; left > 0;) {
    let piece: Uint8Array = await readUpTo(handle, Math.min(left, PIECE));
    if (piece.length === 0) {
      // It is shorter than its header says by now. tar has no other way to end an entry.
      changed();
      piece = new Uint8Array(Math.min(left, PIECE));
    }
    digest.update(piece);
    left -= piece.length;
    yield piece;
  }
  yield tarPadding(size);
  return { path, size, sha256: digest.digest('hex') };
}

async function readUpTo(handle: FileHandle, length: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

function* writeText(path: string, value: unknown, modifiedAtMs: number): Generator<Uint8Array> {
  const content = Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
  yield tarHeader({ path, kind: 'file', size: content.length, modifiedAtMs, mode: OWNER_ONLY_FILE });
  yield content;
  yield tarPadding(content.length);
}
