// A client of an SFTP server over a pair of streams. Requests run concurrently; each ends within a time limit.
import type { Readable, Writable } from 'node:stream';
import { FileError } from '#core/ports/machine.ts';
import {
  encodeMode,
  encodePacket,
  MAX_PACKET_BYTES,
  PACKET,
  PacketReader,
  type Field,
  type SftpAttributes,
} from './sftp-packets.ts';

const VERSION = 3;
const REQUEST_TIMEOUT_MS = 30_000;
/** All servers accept this many bytes per request. */
const CHUNK_BYTES = 32 * 1024;
/** Requests of one transfer that are under way at the same time. */
const WINDOW = 16;
const STATUS_OK = 0;
const STATUS_END = 1;
const STATUS = new Map<number, FileError['code']>([
  [2, 'not-found'],
  [3, 'denied'],
]);
/** Flags to open a file. */
const SFTP_OPEN = { read: 1, write: 2, create: 8, exclusive: 32 };

/** An entry of a folder. */
export interface SftpEntry {
  readonly name: string;
  readonly attributes: SftpAttributes;
}

/** An answer that isn't `OK`. `status` is the number of the protocol; servers use 4 for most errors. */
export class SftpFailure extends FileError {
  readonly status: number;
  constructor(status: number, path: string, message: string) {
    const code = STATUS.get(status) ?? 'io';
    const name = JSON.stringify(path);
    const texts = { 'not-found': `${name} doesn't exist.`, denied: `Permission denied: ${name}.` };
    super(code, code === 'not-found' || code === 'denied' ? texts[code] : `${name}: ${message}.`);
    this.name = 'SftpFailure';
    this.status = status;
  }
}

interface Waiting {
  readonly path: string;
  readonly resolve: (answer: { readonly type: number; readonly reader: PacketReader }) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The client. */
export class SftpClient {
  readonly #input: Writable;
  readonly #waiting = new Map<number, Waiting>();
  readonly #gone: () => Error;
  readonly #version: PromiseWithResolvers<ReadonlySet<string>> = Promise.withResolvers();
  #extensions: ReadonlySet<string> = new Set();
  #received: Buffer = Buffer.alloc(0);
  #nextId = 1;
  #isClosed = false;

  /** `gone` describes why the streams closed. */
  constructor(input: Writable, output: Readable, gone: () => Error) {
    this.#input = input;
    this.#gone = gone;
    input.on('error', () => undefined);
    output.on('data', (chunk: Buffer) => this.#take(chunk));
    output.on('error', () => undefined);
    output.once('close', () => this.#close());
    this.#version.promise.catch(() => undefined);
  }

  /** Agrees on the version. @throws {FileError} */
  async start(): Promise<void> {
    this.#input.write(encodePacket(PACKET.init, [VERSION]));
    const timer = setTimeout(() => this.#version.reject(timeout('the server')), REQUEST_TIMEOUT_MS);
    this.#extensions = await this.#version.promise.finally(() => clearTimeout(timer));
  }

  lstat(path: string): Promise<SftpAttributes> {
    return this.#attributes(PACKET.lstat, path, [path]);
  }

  async realpath(path: string): Promise<string> {
    return (await this.#names(PACKET.realpath, path, [path]))[0]?.name ?? path;
  }

  async readlink(path: string): Promise<string> {
    return (await this.#names(PACKET.readlink, path, [path]))[0]?.name ?? '';
  }

  mkdir(path: string): Promise<void> {
    return this.#ok(PACKET.mkdir, path, [path, ...encodeMode()]);
  }

  rmdir(path: string): Promise<void> {
    return this.#ok(PACKET.rmdir, path, [path]);
  }

  remove(path: string): Promise<void> {
    return this.#ok(PACKET.remove, path, [path]);
  }

  /** Never replaces anything. */
  rename(from: string, to: string): Promise<void> {
    return this.#ok(PACKET.rename, to, [from, to]);
  }

  /** Replaces a file. @throws {FileError} if the server can't */
  async replace(from: string, to: string): Promise<void> {
    if (!this.#extensions.has('posix-rename@openssh.com'))
      throw new FileError('io', "This server can't replace files atomically. It needs OpenSSH.");
    await this.#ok(PACKET.extended, to, ['posix-rename@openssh.com', from, to]);
  }

  /** Fails if `to` exists. */
  link(from: string, to: string): Promise<void> {
    return this.#ok(PACKET.extended, to, ['hardlink@openssh.com', from, to]);
  }

  async list(path: string): Promise<readonly SftpEntry[]> {
    const handle = await this.#open(PACKET.opendir, path, [path]);
    const entries: SftpEntry[] = [];
    try {
      for (;;) entries.push(...(await this.#names(PACKET.readdir, path, [handle])));
    } catch (error) {
      if (!(error instanceof SftpFailure) || error.status !== STATUS_END) throw error;
      return entries.filter(({ name }) => name !== '.' && name !== '..');
    } finally {
      await this.#ok(PACKET.close, path, [handle]);
    }
  }

  /** Reads a file of at most `limit` bytes, and one more if it is larger. */
  async read(path: string, limit: number): Promise<{ readonly attributes: SftpAttributes; readonly bytes: Buffer }> {
    const handle = await this.#open(PACKET.open, path, [path, SFTP_OPEN.read, ...encodeMode()]);
    try {
      const attributes = await this.#attributes(PACKET.fstat, path, [handle]);
      return { attributes, bytes: await this.#readAll(path, handle, limit + 1) };
    } finally {
      await this.#ok(PACKET.close, path, [handle]);
    }
  }

  /** Reads at most `length` bytes from `start`. */
  async readRange(
    path: string,
    start: number,
    length: number,
  ): Promise<{ readonly attributes: SftpAttributes; readonly bytes: Buffer }> {
    const handle = await this.#open(PACKET.open, path, [path, SFTP_OPEN.read, ...encodeMode()]);
    try {
      const attributes = await this.#attributes(PACKET.fstat, path, [handle]);
      return { attributes, bytes: await this.#readAll(path, handle, start + length, start) };
    } finally {
      await this.#ok(PACKET.close, path, [handle]);
    }
  }

  /** Writes a new file, and waits until the server has synced it, if it can. */
  async create(path: string, chunks: AsyncIterable<Uint8Array>, mode?: number): Promise<void> {
    const flags = SFTP_OPEN.write | SFTP_OPEN.create | SFTP_OPEN.exclusive;
    const handle = await this.#open(PACKET.open, path, [path, flags, ...encodeMode(mode === undefined ? mode : 0o600)]);
    try {
      let at = 0;
      for await (const chunk of chunks) {
        await this.#writeAll(path, handle, chunk, at);
        at += chunk.length;
      }
      if (mode !== undefined) await this.#ok(PACKET.fsetstat, path, [handle, ...encodeMode(mode)]);
      if (this.#extensions.has('fsync@openssh.com'))
        await this.#ok(PACKET.extended, path, ['fsync@openssh.com', handle]);
    } finally {
      await this.#ok(PACKET.close, path, [handle]);
    }
  }

  async #readAll(path: string, handle: Buffer, limit: number, start = 0): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let at = start; at < limit;) {
      const sizes = Array.from({ length: WINDOW }, (_, index) => at + index * CHUNK_BYTES).filter(
        (from) => from < limit,
      );
      const chunks = await Promise.all(
        sizes.map((from) => this.#readChunk(path, handle, from, Math.min(CHUNK_BYTES, limit - from))),
      );
      for (const chunk of chunks) {
        parts.push(chunk);
        at += chunk.length;
        // A short answer: continue where it ended.
        if (chunk.length < CHUNK_BYTES) break;
      }
      if (chunks[0]?.length === 0) break;
    }
    return Buffer.concat(parts);
  }

  async #readChunk(path: string, handle: Buffer, from: number, length: number): Promise<Buffer> {
    try {
      const { reader } = await this.#request(PACKET.read, path, [handle, BigInt(from), length], PACKET.data);
      return reader.bytes();
    } catch (error) {
      if (error instanceof SftpFailure && error.status === STATUS_END) return Buffer.alloc(0);
      throw error;
    }
  }

  async #writeAll(path: string, handle: Buffer, bytes: Uint8Array, offset: number): Promise<void> {
    for (let at = 0; at < bytes.length; at += CHUNK_BYTES * WINDOW) {
      const starts = Array.from({ length: WINDOW }, (_, index) => at + index * CHUNK_BYTES);
      await Promise.all(
        starts
          .filter((from) => from < bytes.length)
          .map((from) =>
            this.#ok(PACKET.write, path, [handle, BigInt(offset + from), bytes.subarray(from, from + CHUNK_BYTES)]),
          ),
      );
    }
  }

  async #open(type: number, path: string, fields: readonly Field[]): Promise<Buffer> {
    const { reader } = await this.#request(type, path, fields, PACKET.handle);
    return Buffer.from(reader.bytes());
  }

  async #attributes(type: number, path: string, fields: readonly Field[]): Promise<SftpAttributes> {
    return (await this.#request(type, path, fields, PACKET.attrs)).reader.attributes();
  }

  async #names(type: number, path: string, fields: readonly Field[]): Promise<readonly SftpEntry[]> {
    const { reader } = await this.#request(type, path, fields, PACKET.name);
    return Array.from({ length: reader.int() }, () => {
      const name = reader.text();
      reader.text();
      return { name, attributes: reader.attributes() };
    });
  }

  async #ok(type: number, path: string, fields: readonly Field[]): Promise<void> {
    await this.#request(type, path, fields, PACKET.status);
  }

  async #request(type: number, path: string, fields: readonly Field[], expected: number) {
    if (this.#isClosed) throw this.#gone();
    const id = this.#nextId;
    this.#nextId = (this.#nextId + 1) >>> 0;
    const { promise, resolve, reject } = Promise.withResolvers<{ type: number; reader: PacketReader }>();
    const timer = setTimeout(() => this.#settle(id)?.reject(timeout(path)), REQUEST_TIMEOUT_MS);
    this.#waiting.set(id, { path, resolve, reject, timer });
    this.#input.write(encodePacket(type, [id, ...fields]));
    const answer = await promise;
    if (answer.type === PACKET.status) {
      const status = answer.reader.int();
      if (status !== STATUS_OK) throw new SftpFailure(status, path, answer.reader.text());
    }
    if (answer.type !== expected) throw new FileError('io', 'The SFTP server gave an unexpected answer.');
    return answer;
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    clearTimeout(waiting?.timer);
    return waiting;
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    while (this.#received.length >= 4) {
      const length = this.#received.readUInt32BE(0);
      if (length > MAX_PACKET_BYTES) return this.#close();
      if (this.#received.length < 4 + length) return;
      const packet = this.#received.subarray(4, 4 + length);
      this.#received = this.#received.subarray(4 + length);
      this.#handle(new PacketReader(packet), length);
    }
  }

  #handle(reader: PacketReader, length: number): void {
    const type = reader.byte();
    if (type === PACKET.version) return this.#version.resolve(readExtensions(reader, length));
    const waiting = this.#settle(reader.int());
    waiting?.resolve({ type, reader });
  }

  #close(): void {
    this.#isClosed = true;
    this.#version.reject(this.#gone());
    for (const id of this.#waiting.keys()) this.#settle(id)?.reject(this.#gone());
  }
}

function readExtensions(reader: PacketReader, length: number): ReadonlySet<string> {
  const names = new Set<string>();
  reader.int();
  for (let left = length - 5; left > 0;) {
    const name = reader.text();
    left -= 8 + Buffer.byteLength(name) + reader.bytes().length;
    names.add(name);
  }
  return names;
}

function timeout(what: string): FileError {
  return new FileError(
    'unavailable',
    `${what} didn't answer for ${REQUEST_TIMEOUT_MS / 1000} s. Check the connection.`,
  );
}
