// Writes and removes the files of a service. Links are never followed, and files that aren't ours are never touched.
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { randomUUID } from 'node:crypto';
import { readMark, ServiceError, type ServiceFile } from './service-settings.ts';

const FOLDER_MODE = 0o755;
const OTHERS_WRITE = 0o002;
const STICKY = 0o1000;
const MAX_BYTES = 1024 * 1024;

/** The text of a file of ours; undefined if there is none. @throws {ServiceError} if it isn't a file, or not ours */
export function readOwnFile(path: string): string | undefined {
  const text = readPlainFile(path);
  if (text === undefined || readMark(text) !== undefined) return text;
  throw new ServiceError(
    `${path} was not written by Gatehouse, so it is left alone. Remove it, or choose another name with --name`,
  );
}

/** The text of a file; undefined if there is none. @throws {ServiceError} if it is a link or no file */
export function readPlainFile(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink())
    throw new ServiceError(
      `${path} is a symbolic link (a masked or linked unit). Remove it, or choose another name with --name`,
    );
  if (!stats.isFile() || stats.size > MAX_BYTES) throw new ServiceError(`${path} isn't a regular file of a service`);
  const bytes = readFileSync(path);
  // The task of Windows is stored as the system reads it.
  return bytes[0] === 0xff && bytes[1] === 0xfe ? bytes.toString('utf16le', 2) : bytes.toString('utf8');
}

/**
 * Writes a file and missing folders below `root`. @throws {ServiceError} if a folder on the way is a link or writable by everybody:
 * the file would be written elsewhere, or could be replaced
 */
export function writeServiceFile({ path, mode, content }: ServiceFile, root: string): void {
  makeFolders(dirname(path), root);
  const draft = join(dirname(path), `.${randomUUID()}.new`);
  const file = openSync(draft, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, mode);
  try {
    fchmodSync(file, mode);
    writeSync(file, typeof content === 'string' ? Buffer.from(content) : content);
    fsyncSync(file);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(draft, path);
}

/** Removes a file of ours. Returns whether there was one. @throws {ServiceError} if it isn't ours */
export function removeOwnFile(path: string): boolean {
  if (readOwnFile(path) === undefined) return false;
  rmSync(path);
  return true;
}

/** Creates a folder that only its owner can open; an existing one is left as it is. */
export function makePrivateFolder(
  path: string,
  root: string,
  owner?: { readonly uid: number; readonly gid: number },
): void {
  if (lstatSync(path, { throwIfNoEntry: false }) !== undefined) return;
  makeFolders(dirname(path), root);
  mkdirSync(path);
  chmodSync(path, 0o700);
  if (owner !== undefined) chownSync(path, owner.uid, owner.gid);
}

function makeFolders(folder: string, root: string): void {
  const inside = relative(root, folder);
  if (inside.startsWith('..')) throw new ServiceError(`${folder} is outside ${root}`);
  mkdirSync(root, { recursive: true });
  let at = root;
  for (const part of inside.split(sep)) {
    at = join(at, part);
    const stats = lstatSync(at, { throwIfNoEntry: false });
    if (stats === undefined) mkdirSync(at, { mode: FOLDER_MODE });
    else checkFolder(at, stats);
  }
}

function checkFolder(
  at: string,
  stats: { isSymbolicLink(): boolean; isDirectory(): boolean; readonly mode: number },
): void {
  if (stats.isSymbolicLink() || !stats.isDirectory())
    throw new ServiceError(`${at} is a link or not a folder, so the files of the service could end up elsewhere`);
  if (process.platform === 'win32') return;
  if ((stats.mode & OTHERS_WRITE) !== 0 && (stats.mode & STICKY) === 0)
    throw new ServiceError(`everybody can write to ${at}, and so replace the files of the service`);
}
