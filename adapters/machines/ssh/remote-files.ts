// The file operations of a remote machine, over SFTP.
import { createHash, randomUUID, type Hash } from 'node:crypto';
import {
  FileError,
  type FileContent,
  type FilePart,
  type FileSource,
  type FileStat,
  type ListRange,
  type Machine,
  type OpenFolder,
} from '#core/ports/machine.ts';
import { outside } from '../workspace-tools/file-failure.ts';
import { toFileContent } from '../workspace-tools/file-content.ts';
import { findKind, type RemotePlace, type RemoteRoot } from './remote-root.ts';
import type { SftpClient, SftpEntry } from './sftp-client.ts';
import type { SftpAttributes } from './sftp-packets.ts';

const PERMISSION_BITS = 0o777;
const HASH_PART_BYTES = 4 * 1024 * 1024;
const EVERYTHING: ListRange = { start: 0, limit: Infinity };

type FileMethods = 'stat' | 'read' | 'readPart' | 'write' | 'list' | 'makeFolder' | 'rename' | 'remove' | 'openFolder';

/** The file operations within a remote workspace. */
export class RemoteFiles implements Required<Pick<Machine, FileMethods>> {
  readonly #root: RemoteRoot;
  readonly #sftp: () => Promise<SftpClient>;

  constructor(root: RemoteRoot, sftp: () => Promise<SftpClient>) {
    this.#root = root;
    this.#sftp = sftp;
  }

  async stat(asked: string): Promise<FileStat> {
    const { path, attributes } = await this.#root.require(asked);
    return toFileStat(path, attributes);
  }

  async read(asked: string, limitBytes: number): Promise<FileContent> {
    const place = await this.#root.require(asked);
    requireFile(place.path, place.attributes);
    const { attributes, bytes } = await this.#readBytes(place, limitBytes);
    return toFileContent(toFileStat(place.path, attributes), bytes);
  }

  async readPart(asked: string, start: number, length: number): Promise<FilePart> {
    const place = await this.#root.require(asked);
    requireFile(place.path, place.attributes);
    const { attributes, bytes } = await (await this.#sftp()).readRange(place.at, start, length);
    requireFile(place.path, attributes);
    return { stat: toFileStat(place.path, attributes), bytes };
  }

  async write(asked: string, content: FileSource, expectedHash?: string) {
    const place = await this.#root.find(asked, { makeFolders: true, change: true });
    const { at, path, attributes: before } = place;
    if (path === '') throw new FileError('not-a-file', 'The workspace itself is a folder, not a file.');
    if (before !== undefined) requireFile(path, before);
    if (expectedHash !== undefined) await this.#requireExpected(place, expectedHash);
    const sftp = await this.#sftp();
    const temporary = `${at.slice(0, at.lastIndexOf('/'))}/.gatehouse-${randomUUID()}.tmp`;
    try {
      const digest = createHash('sha256');
      const mode = before === undefined ? undefined : before.mode & PERMISSION_BITS;
      await sftp.create(temporary, hashed(toChunks(content), digest), mode);
      if (expectedHash === '') await this.#publishNew(sftp, temporary, at, path);
      else await sftp.replace(temporary, at);
      return { ...toFileStat(path, await sftp.lstat(at)), hash: digest.digest('hex') };
    } catch (error) {
      await sftp.remove(temporary).catch(() => undefined);
      throw error;
    }
  }

  async list(asked: string, { start, limit }: ListRange = EVERYTHING): Promise<readonly FileStat[]> {
    const place = await this.#root.require(asked);
    if (findKind(place.attributes) !== 'directory')
      throw new FileError('not-a-folder', `${JSON.stringify(asked)} isn't a folder.`);
    const sftp = await this.#sftp();
    const entries = await Promise.all(
      (await sftp.list(place.at)).map(async ({ name, attributes }): Promise<FileStat> => {
        const path = place.path === '' ? name : `${place.path}/${name}`;
        if (findKind(attributes) !== 'link') return toFileStat(path, attributes);
        const target = await this.stat(path).catch(() => undefined);
        const kindAndSize = target === undefined ? {} : { kind: target.kind, size: target.size };
        return { ...toFileStat(path, attributes), ...kindAndSize, isLink: true };
      }),
    );
    return entries.sort(foldersFirst).slice(start, start + limit);
  }

  async makeFolder(asked: string): Promise<void> {
    const { at, path, attributes } = await this.#root.find(asked, { makeFolders: true, change: true });
    if (path === '' || (attributes !== undefined && findKind(attributes) === 'directory')) return;
    if (attributes !== undefined) throw new FileError('exists', `${JSON.stringify(asked)} already exists.`);
    await (await this.#sftp()).mkdir(at);
  }

  async rename(from: string, to: string): Promise<void> {
    const source = await this.#root.require(from, { keepLink: true, change: true });
    if (source.path === '') throw outside(from);
    const target = await this.#root.find(to, { keepLink: true, makeFolders: true, change: true });
    if (target.path === '') throw new FileError('exists', "The workspace itself can't be replaced.");
    if (target.path === source.path) return;
    if (target.path.startsWith(`${source.path}/`))
      throw new FileError('exists', "A folder can't be moved into itself.");
    if (target.attributes !== undefined) throw new FileError('exists', `${JSON.stringify(to)} already exists.`);
    await (await this.#sftp()).rename(source.at, target.at);
  }

  async remove(asked: string): Promise<void> {
    const place = await this.#root.require(asked, { keepLink: true, change: true });
    if (place.path === '') throw new FileError('denied', "The workspace itself can't be deleted here.");
    await removeTree(await this.#sftp(), place.at, place.attributes);
  }

  /** `onEntry` is told about each entry that is listed, by its path. */
  async openFolder(asked: string, onEntry?: (path: string, entry: SftpEntry) => void): Promise<OpenFolder> {
    const { path } = await this.stat(asked);
    const below = (name: string): string => (path === '' ? name : `${path}/${name}`);
    return {
      list: async () => {
        const { at } = await this.#root.require(path);
        const entries = await (await this.#sftp()).list(at);
        for (const entry of entries) onEntry?.(below(entry.name), entry);
        return entries.map(({ name, attributes }) => ({ name, kind: toKind(attributes) }));
      },
      read: async (name, limitBytes) => {
        const place = await this.#root.require(below(name), { keepLink: true });
        requireFile(place.path, place.attributes);
        return (await this.#readBytes(place, limitBytes)).bytes;
      },
      open: async (name) => {
        const { attributes } = await this.#root.require(below(name), { keepLink: true });
        if (findKind(attributes) !== 'directory') throw outside(below(name));
        return this.openFolder(below(name), onEntry);
      },
      close: async () => undefined,
    };
  }

  async #readBytes({ at, path }: RemotePlace, limitBytes: number) {
    const sftp = await this.#sftp();
    const found = await sftp.read(at, limitBytes);
    requireFile(path, found.attributes);
    if (found.bytes.length > limitBytes)
      throw new FileError(
        'too-large',
        `${JSON.stringify(path)} is ${found.attributes.size} bytes; the limit is ${limitBytes}. Read part of it with a command.`,
      );
    return found;
  }

  async #requireExpected(place: RemotePlace, expectedHash: string): Promise<void> {
    const name = JSON.stringify(place.path);
    const hash = place.attributes === undefined ? '' : await this.#hash(place);
    if (hash === expectedHash) return;
    if (expectedHash === '') throw new FileError('exists', `${name} already exists.`);
    throw new FileError('changed', `${name} changed since it was read. Read it again, then repeat the change.`);
  }

  async #hash({ at }: RemotePlace): Promise<string> {
    const sftp = await this.#sftp();
    const digest = createHash('sha256');
    for (let start = 0; ;) {
      const { bytes } = await sftp.readRange(at, start, HASH_PART_BYTES);
      if (bytes.length === 0) return digest.digest('hex');
      digest.update(bytes);
      start += bytes.length;
    }
  }

  /** Unlike a rename, a hard link fails if the file was just created. */
  async #publishNew(sftp: SftpClient, temporary: string, at: string, path: string): Promise<void> {
    try {
      await sftp.link(temporary, at);
    } catch (error) {
      if ((await sftp.lstat(at).catch(() => undefined)) === undefined) throw error;
      throw new FileError('exists', `${JSON.stringify(path)} already exists.`);
    }
    await sftp.remove(temporary);
  }
}

async function* toChunks(content: FileSource): AsyncIterable<Uint8Array> {
  if (typeof content === 'string') yield Buffer.from(content, 'utf8');
  else if (content instanceof Uint8Array) yield content;
  else yield* content;
}

/** The chunks, added to a digest as they pass. */
async function* hashed(chunks: AsyncIterable<Uint8Array>, digest: Hash): AsyncIterable<Uint8Array> {
  for await (const chunk of chunks) {
    digest.update(chunk);
    yield chunk;
  }
}

function toKind(attributes: SftpAttributes): FileStat['kind'] {
  const kind = findKind(attributes);
  return kind === 'link' ? 'other' : kind;
}

function toFileStat(path: string, attributes: SftpAttributes): FileStat {
  const kind = toKind(attributes);
  return { path, kind, size: kind === 'file' ? attributes.size : 0, modifiedAtMs: attributes.modifiedAtMs };
}

function requireFile(path: string, attributes: SftpAttributes): void {
  const name = JSON.stringify(path);
  switch (findKind(attributes)) {
    case 'file':
      return;
    case 'directory':
      throw new FileError('not-a-file', `${name} is a folder, not a file.`);
    case 'link':
      throw outside(path);
    case 'other':
      throw new FileError('not-a-file', `${name} is a device, pipe, or socket, not a file.`);
  }
}

function foldersFirst(a: FileStat, b: FileStat): number {
  if (a.kind !== b.kind && (a.kind === 'directory' || b.kind === 'directory')) return a.kind === 'directory' ? -1 : 1;
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Deletes an entry and its content. Links are deleted, not followed. */
async function removeTree(sftp: SftpClient, at: string, attributes: SftpAttributes): Promise<void> {
  if (findKind(attributes) !== 'directory') return sftp.remove(at);
  for (const entry of await sftp.list(at)) await removeTree(sftp, `${at}/${entry.name}`, entry.attributes);
  await sftp.rmdir(at);
}
