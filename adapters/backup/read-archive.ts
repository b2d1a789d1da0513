// Reads a backup from beginning to end and checks everything: each entry's path and kind, its size and hash, and that nothing is
// missing or added. Accepts only what `write-archive.ts` writes.
import { createHash } from 'node:crypto';
import { finished } from 'node:stream';
import type { Readable, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import type { OpenKeyOnce } from './archive-key.ts';
import {
  CONFIGURATION,
  HEADER_ENTRY,
  MANIFEST_ENTRY,
  parseHeader,
  parseManifest,
  type Header,
  type Manifest,
} from './archive-manifest.ts';
import { damaged, isBackupFailure, unsafe } from './backup-failure.ts';
import { checkEntryPath } from './entry-path.ts';
import { fromWeb, toWeb } from './write-archive.ts';

const MAX_HEADER_BYTES = 64 * 1024;
const MAX_MANIFEST_BYTES = 512 * 1024 * 1024;
/** Files can grow between the listing and the end of a backup by this factor, and this many bytes. */
const GROWTH = 2;
const GROWTH_BYTES = 1024 * 1024 * 1024;

type Entry = ReturnType<typeof extract> extends AsyncIterable<infer E> ? E : never;

/** An entry's description. */
export interface ArchiveEntry {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
  readonly modifiedAtMs: number;
}

/** Takes what is read. */
export interface ArchiveTarget {
  /** Called first, before anything is written. */
  readonly begin: (header: Header) => Promise<void>;
  /** Takes the content of an entry. */
  readonly write: (entry: ArchiveEntry, content: AsyncIterable<Uint8Array>) => Promise<void>;
}

/** Reads a backup and returns its manifest. @throws {GatewayError} `BACKUP_WRONG_KEY`, `BACKUP_DAMAGED`, `BACKUP_UNSAFE`, `BACKUP_NEWER` */
export async function readArchive(
  file: Readable,
  open: OpenKeyOnce,
  target: ArchiveTarget,
  signal: AbortSignal,
): Promise<Manifest> {
  const parts: Readable[] = [file];
  const stop = (): void => parts.forEach((part) => part.destroy());
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const plain = fromWeb(await open(toWeb(file)));
    const unpacked = connect([plain, createGunzip()], parts);
    const tar = unpacked.pipe(extract());
    forwardError(unpacked, tar);
    return await readEntries(tar, target);
  } catch (error) {
    signal.throwIfAborted();
    throw isBackupFailure(error) || !isContentError(error) ? error : damaged('its content was changed or cut off');
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** Errors of the readers, not of the disk that is written to. */
function isContentError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return !/^(ENOSPC|EDQUOT|EACCES|EPERM|EROFS|EIO|EMFILE|ENFILE)$/.test(code);
}

function connect(streams: readonly [Readable, ...Transform[]], parts: Readable[]): Readable {
  let last: Readable = streams[0];
  parts.push(last);
  for (const next of streams.slice(1) as Transform[]) {
    last.pipe(next);
    forwardError(last, next);
    parts.push(next);
    last = next;
  }
  return last;
}

function forwardError(from: Readable, to: { destroy(error?: Error): unknown }): void {
  finished(from, { writable: false }, (error) => {
    if (error) to.destroy(error);
  });
}

async function readEntries(tar: AsyncIterable<Entry>, target: ArchiveTarget): Promise<Manifest> {
  const found = new Map<string, Manifest['files'][number]>();
  let header: Header | undefined;
  let manifest: Manifest | undefined;
  let read = 0;
  for await (const entry of tar) {
    const { path, size, mode, modifiedAtMs } = describe(entry);
    if (manifest !== undefined) throw unsafe('it has data after its manifest');
    if (header === undefined) {
      header = await parseHeader(await readText(entry, path, HEADER_ENTRY, MAX_HEADER_BYTES));
      await target.begin(header);
      continue;
    }
    if (path === MANIFEST_ENTRY) {
      manifest = await parseManifest(await readText(entry, path, MANIFEST_ENTRY, MAX_MANIFEST_BYTES));
      continue;
    }
    checkEntryPath(path);
    if (found.has(path)) throw unsafe(`it contains ${JSON.stringify(path)} twice`);
    read += size;
    if (read > header.contentBytes * GROWTH + GROWTH_BYTES) throw unsafe('it contains more than it says');
    const digest = createHash('sha256');
    await target.write({ path, size, mode, modifiedAtMs }, hashing(entry, digest));
    found.set(path, { path, size, sha256: digest.digest('hex') });
  }
  if (header === undefined || manifest === undefined) throw damaged('it ends too early');
  compare(manifest, found);
  return manifest;
}

function describe({ header }: Entry): ArchiveEntry {
  const { name, type, size, mode, mtime } = header;
  if (type !== 'file') throw unsafe(`${JSON.stringify(name.slice(0, 200))} isn't a plain file`);
  return { path: name, size, mode: mode & 0o777, modifiedAtMs: mtime?.getTime() ?? 0 };
}

async function readText(entry: Entry, path: string, expected: string, most: number): Promise<string> {
  if (path !== expected) throw damaged(`${expected} is missing`);
  if (entry.header.size > most) throw unsafe(`${expected} is too large`);
  const pieces: Uint8Array[] = [];
  for await (const piece of entry) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces).toString('utf8');
}

async function* hashing(entry: Entry, digest: ReturnType<typeof createHash>): AsyncGenerator<Uint8Array> {
  for await (const piece of entry) {
    // Without an encoding, a stream has bytes.
    const bytes = piece as Uint8Array;
    digest.update(bytes);
    yield bytes;
  }
}

function compare(manifest: Manifest, found: ReadonlyMap<string, Manifest['files'][number]>): void {
  const { configuration } = manifest;
  if (configuration !== undefined && (configuration.includes('/') || !found.has(`${CONFIGURATION}/${configuration}`)))
    throw unsafe('its configuration file is not one of its files');
  if (manifest.files.length !== found.size) throw damaged('files are missing or were added');
  for (const { path, size, sha256 } of manifest.files) {
    const file = found.get(path);
    if (file === undefined) throw damaged(`${JSON.stringify(path)} is missing`);
    if (file.size !== size || file.sha256 !== sha256) throw damaged(`${JSON.stringify(path)} was changed`);
  }
}
