// Checks that nobody else can replace the program that a service runs, such as in a world-writable folder.
import { globSync, lstatSync, readFileSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ServiceError, type ServiceScope } from './service-settings.ts';

const GROUP_WRITE = 0o020;
const OTHERS_WRITE = 0o002;
const OTHERS_READ = 0o004;
const OTHERS_EXECUTE = 0o001;
const STICKY = 0o1000;
const MAX_LINKS = 40;

/** Who may be able to change the program. */
export interface Trusted {
  readonly scope: ServiceScope;
  readonly uid: number;
  readonly gid: number;
}

/** @throws {ServiceError} that names the file that others can change, and how to fix it. Windows has no such modes. */
export function checkProgram(program: readonly string[], trusted: Trusted): void {
  if (process.platform === 'win32') return;
  const [, entry = ''] = program;
  for (const path of [...program, ...packageFiles(entry)]) checkPath(path, trusted);
}

/** @throws {ServiceError} if the account of a system service can't reach the program, such as one in `/root` */
export function checkReadable(program: readonly string[]): void {
  for (const path of program)
    for (let at = realpathSync(path); dirname(at) !== at; at = dirname(at)) {
      const stats = lstat(at);
      if ((stats.mode & (stats.isDirectory() ? OTHERS_EXECUTE : OTHERS_READ)) !== 0) continue;
      throw new ServiceError(
        `the account of the service can't read ${at}. Install Gatehouse and Node in a folder that everybody can read, such as /opt/gatehouse`,
      );
    }
}

/** The files of a server package. A source checkout belongs to a developer, so only its entry is checked. */
function packageFiles(entry: string): readonly string[] {
  const folder = dirname(realpathSync(entry));
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const isPackage = typeof manifest === 'object' && manifest !== null && 'target' in manifest;
    return isPackage ? globSync('**/*', { cwd: folder }).map((path) => join(folder, path)) : [];
  } catch {
    return [];
  }
}

/** Checks a path, every folder above it, and where its links lead. */
function checkPath(path: string, trusted: Trusted): void {
  let links = 0;
  const check = (at: string): void => {
    const parent = dirname(at);
    if (parent !== at) check(parent);
    const stats = lstat(at);
    if (stats.isSymbolicLink()) {
      if ((links += 1) > MAX_LINKS) throw new ServiceError(`too many links in ${path}`);
      checkOwner(at, stats, trusted);
      return check(resolve(parent, readlinkSync(at)));
    }
    checkOwner(at, stats, trusted);
    checkMode(at, stats, trusted);
  };
  check(path);
}

function lstat(path: string): Stats {
  try {
    return lstatSync(path);
  } catch (error) {
    throw new ServiceError(`${path} doesn't exist or can't be read`, { cause: error });
  }
}

function checkOwner(path: string, { uid }: Stats, trusted: Trusted): void {
  if (uid === 0 || (trusted.scope === 'user' && uid === trusted.uid)) return;
  throw new ServiceError(
    `${path} belongs to another user, who could replace the program of the service. Run: sudo chown root ${quoteShell(path)}`,
  );
}

function checkMode(path: string, stats: Stats, { scope, gid }: Trusted): void {
  // In a folder with the sticky bit, others can't replace what isn't theirs.
  if (stats.isDirectory() && (stats.mode & STICKY) !== 0) return;
  // Many distributions give each user a group of their own.
  const isOwnGroup = stats.gid === 0 || (scope === 'user' && stats.gid === gid);
  const forbidden = OTHERS_WRITE | (isOwnGroup ? 0 : GROUP_WRITE);
  if ((stats.mode & forbidden) === 0) return;
  throw new ServiceError(
    `others can write to ${path}, and so replace the program of the service. Run: chmod go-w ${quoteShell(path)}`,
  );
}

/** A path as a shell takes it. */
export function quoteShell(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
