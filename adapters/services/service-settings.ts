// What a system service of Gatehouse consists of, and which values are accepted in its files.
import { isAbsolute, normalize } from 'node:path';

/** Where a service is installed: for one signed-in user, or for the whole system. */
export type ServiceScope = 'user' | 'system';

/** Everything that the files of a service contain. */
export interface ServiceSettings {
  readonly name: string;
  readonly scope: ServiceScope;
  /** Account that a system service runs as. */
  readonly user?: string;
  /** Home folder of that account. */
  readonly userHome: string;
  /** Further groups of a system service, such as `docker`. */
  readonly groups: readonly string[];
  /** Home folder of Gatehouse. */
  readonly home: string;
  /** Node, and the script that it runs. */
  readonly program: readonly [node: string, entry: string];
  readonly port?: number;
  /** Folders outside the home folder that a system service can write to. */
  readonly writable: readonly string[];
  /** `PATH` of the service, with which agents find programs. */
  readonly searchPath: string;
  /** File with secrets and other variables, readable by its owner only. */
  readonly environmentFile: string;
}

/** A file of a service. */
export interface ServiceFile {
  readonly path: string;
  readonly mode: number;
  readonly content: string | Uint8Array;
}

/** A value that can't be used in a service; the message says why. */
export class ServiceError extends Error {}

const NAME = /^[a-z][a-z0-9-]{0,47}$/;
/** What `useradd` accepts. */
const ACCOUNT = /^[a-z_][a-z0-9_-]{0,30}$/;
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

/** Returns the settings if all values can be used. @throws {ServiceError} */
export function checkSettings(settings: ServiceSettings): ServiceSettings {
  const { name, scope, user, groups, home, userHome, program, writable, searchPath, environmentFile } = settings;
  if (!NAME.test(name))
    throw new ServiceError(`invalid service name ${quote(name)}: use up to 48 lower-case letters, digits, and hyphens`);
  if (user !== undefined) checkAccount(user, scope);
  for (const group of groups) if (!ACCOUNT.test(group)) throw new ServiceError(`invalid group name ${quote(group)}`);
  for (const path of [home, userHome, environmentFile, ...program, ...writable]) checkPath(path);
  for (const path of writable)
    if (normalize(path) === '/') throw new ServiceError("the whole file system can't be made writable; name folders");
  if (CONTROL.test(searchPath)) throw new ServiceError(`invalid character in PATH: ${quote(searchPath)}`);
  return settings;
}

function checkAccount(user: string, scope: ServiceScope): void {
  if (scope === 'user') throw new ServiceError('--user is for system services; add --scope system');
  if (!ACCOUNT.test(user)) throw new ServiceError(`invalid user name ${quote(user)}`);
  if (user === 'root')
    throw new ServiceError("a service can't run as root, because the commands of agents would run as root, too");
}

/** A path is written into files that are read line by line, so it can't contain line breaks. */
function checkPath(path: string): void {
  if (!isAbsolute(path)) throw new ServiceError(`${quote(path)} must be an absolute path`);
  if (CONTROL.test(path)) throw new ServiceError(`invalid character in path ${quote(path)}`);
  if (path.endsWith('\\') && process.platform !== 'win32')
    throw new ServiceError(`path ${quote(path)} must not end with a backslash`);
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** Arguments of the script that starts the gateway. */
export function startArguments({ home, port }: ServiceSettings): readonly string[] {
  return ['start', '--headless', '--no-link', '--home', home, ...(port === undefined ? [] : ['--port', String(port)])];
}

const MARK = 'Written by gatehouse service install for ';

/** A line by which `uninstall` and later installs recognize a file of ours. It is safe in comments and text of all formats. */
export function markFor(home: string): string {
  const encoded = home.split('/').map(encodeURIComponent).join('/');
  // `--` would end an XML comment.
  return `${MARK}${encoded.replaceAll("'", '%27').replaceAll('--', '-%2D')}`;
}

/** The home folder that a file of ours names; undefined for other files. */
export function readMark(content: string): string | undefined {
  const at = content.indexOf(MARK);
  if (at === -1) return undefined;
  const [encoded = ''] = content.slice(at + MARK.length).split(/[\s<]/, 1);
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}
