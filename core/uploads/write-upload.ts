// Writes a complete upload to a workspace, and settles what happens to a file that is already there.
import type { WrittenFile } from '#contract/types/files.ts';
import { FileError, type FileStat, type Machine } from '../ports/machine.ts';
import type { UploadNote } from '../ports/upload-staging.ts';
import { findPath } from '../workspaces/find-path.ts';

/** Names tried to keep both files. */
const MAX_NAMES = 1000;

/** The content of an upload. */
export interface UploadContent {
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
  /** SHA-256, hex. */
  hash(): Promise<string>;
  /** Called before a file is written. */
  started(file: string): Promise<void>;
}

/** The file, if it was written before the process was killed and couldn't say so. */
export async function findWritten(
  machine: Machine,
  { writingTo }: Pick<UploadNote, 'writingTo'>,
  content: UploadContent,
): Promise<WrittenFile | undefined> {
  const file = writingTo === undefined ? undefined : await findExisting(machine, writingTo);
  if (file?.kind !== 'file' || file.size !== content.size || !(await hasContent(machine, file.path, content)))
    return undefined;
  return { path: file.path, size: file.size, modifiedAtMs: file.modifiedAtMs, hash: await content.hash() };
}

async function hasContent(machine: Machine, path: string, content: UploadContent): Promise<boolean> {
  let at = 0;
  for await (const wanted of content.read()) {
    const { bytes } = await machine.readPart(path, at, wanted.length);
    if (bytes.length !== wanted.length || bytes.some((byte, index) => byte !== wanted[index])) return false;
    at += wanted.length;
  }
  return true;
}

/** The folder of a file. */
export function getFolder(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/'))) || '.';
}

/** Writes the file. @throws {FileError} `exists`, `changed` */
export async function writeUpload(
  machine: Machine,
  { path, conflict, expectedHash }: Pick<UploadNote, 'path' | 'conflict' | 'expectedHash'>,
  content: UploadContent,
): Promise<WrittenFile> {
  const write = async (to: string, hash: string | undefined): Promise<WrittenFile> => {
    await content.started(to);
    const written = await machine.write(to, content.read(), hash);
    return { path: written.path, size: written.size, modifiedAtMs: written.modifiedAtMs, hash: written.hash };
  };
  const existing = await findExisting(machine, path);
  if (existing?.kind === 'directory')
    throw new FileError('exists', `A folder named ${JSON.stringify(path)} already exists.`);
  if (existing === undefined) return write(path, '');
  if (conflict === 'fail') throw new FileError('exists', `${JSON.stringify(existing.path)} already exists.`);
  if (conflict === 'replace') return write(existing.path, expectedHash);
  return write(await findFreeName(machine, path), '');
}

/** The entry at a path, also if its name has another Unicode form; undefined if there is none. @throws {FileError} */
export async function findExisting(machine: Machine, path: string): Promise<FileStat | undefined> {
  const found = await findPath(machine, path);
  if (!found.exists) return undefined;
  return machine.stat(found.path).catch((error: unknown) => {
    if (error instanceof FileError && error.code === 'not-found') return undefined;
    throw error;
  });
}

/** `name (2).txt` and so on. */
async function findFreeName(machine: Machine, path: string): Promise<string> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const end = dot > 0 ? name.slice(dot) : '';
  const start = path.slice(0, path.length - end.length);
  for (let number = 2; number <= MAX_NAMES; number += 1) {
    const candidate = `${start} (${number})${end}`;
    if ((await findExisting(machine, candidate)) === undefined) return candidate;
  }
  throw new FileError('exists', `Too many files have names like ${JSON.stringify(path)}. Choose another name.`);
}
