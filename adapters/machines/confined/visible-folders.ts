// The part of the system that confined programs see: its programs and libraries, toolchains in the home folder, and nothing else.
import type { Stats } from 'node:fs';
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { isSecretFile } from '#core/policy/secret-files.ts';

/** What is visible, read-only. */
export interface VisibleFolders {
  /** Folders and files. */
  readonly shown: readonly string[];
  /** Links of the system, such as `/bin`. */
  readonly links: readonly { readonly path: string; readonly target: string }[];
  /** Files and folders below these that are hidden. */
  readonly hidden: readonly { readonly path: string; readonly isFolder: boolean }[];
  /** Settings of the kernel. Root could change them even without privileges, so they are bound read-only. */
  readonly kernel: readonly string[];
  /** Devices that exist, if some of those that bubblewrap requires don't. */
  readonly devices?: readonly string[];
}

const SYSTEM = '/usr /bin /sbin /lib /lib32 /lib64 /libx32 /etc /opt /nix /gnu'.split(' ');
/** Toolchains in a home folder. Their parents can hold credentials, such as `.cargo`. */
const TOOLCHAINS = (
  '.nvm .volta .fnm .asdf .pyenv .rbenv .nodenv .goenv .jenv .sdkman .rustup .bun .deno .juliaup .ghcup .elan .local/bin ' +
  '.local/lib .local/share/mise .local/share/fnm .local/share/pnpm .local/share/uv .cargo/bin go/bin bin'
).split(' ');
const DEVICES = ['/dev/null', '/dev/zero', '/dev/full', '/dev/random', '/dev/urandom', '/dev/tty'];
const ANYONE_WRITES = 0o222;
const MAX_ETC_ENTRIES = 20_000;

/** What to look at. */
export interface VisibleOptions {
  /** The person's home folder. */
  readonly home: string;
  readonly searchPath: string;
  /** Folders that are never visible. */
  readonly forbidden: readonly string[];
  /** Whether files that only root can read are readable to us. */
  readonly isRoot: boolean;
}

/** Finds what is visible. */
export async function findVisibleFolders(options: VisibleOptions): Promise<VisibleFolders> {
  const system = await Promise.all(SYSTEM.map(async (at) => ({ at, stats: await findStats(at) })));
  const folders = system.filter(({ stats }) => stats?.isDirectory() === true).map(({ at }) => at);
  const linked = system.filter(({ stats }) => stats?.isSymbolicLink() === true);
  const links = await Promise.all(linked.map(async ({ at }) => ({ path: at, target: await fs.readlink(at) })));
  const shown = [...folders, ...(await findTools(options, folders))];
  const forbidden = options.forbidden.filter((at) => shown.some((folder) => isWithin(at, folder)));
  const hidden = [
    ...(options.isRoot ? await findPrivate('/etc') : []),
    ...forbidden.map((at) => ({ path: at, isFolder: true })),
  ];
  const devices = (
    await Promise.all(DEVICES.map(async (at) => ((await findStats(at)) === undefined ? [] : [at])))
  ).flat();
  const missing = devices.length < DEVICES.length ? { devices } : {};
  return { shown, links, hidden, kernel: await findKernelSettings(), ...missing };
}

/** Whether a path is a folder or in it. */
export function isWithin(at: string, folder: string): boolean {
  return at === folder || at.startsWith(folder === '/' ? folder : `${folder}/`);
}

/** Toolchains of the person and folders of the search path that aren't part of the system. */
async function findTools({ home, searchPath, forbidden }: VisibleOptions, shown: readonly string[]): Promise<string[]> {
  const known = TOOLCHAINS.map((name) => path.join(home, name));
  const searched = searchPath
    .split(':')
    .filter((at) => path.isAbsolute(at))
    .map((at) => withLibraries(at, home));
  const found: string[] = [];
  for (const at of [...known, ...searched]) {
    const isShown = [...shown, ...found].some((folder) => isWithin(at, folder));
    if (isShown || isTooMuch(at, home) || isSecretFile(at) || forbidden.some((folder) => isWithin(at, folder)))
      continue;
    if ((await fs.stat(at).catch(() => undefined))?.isDirectory() === true) found.push(at);
  }
  return found;
}

/** A home folder, the folder of temporary files, or one of their parents. */
function isTooMuch(at: string, home: string): boolean {
  return isWithin(home, at) || at.split('/').length <= 2 || at === '/var/tmp' || isWithin(at, '/proc');
}

/** Programs in a folder named `bin` need the folders beside it. In a home folder, those can be private. */
function withLibraries(folder: string, home: string): string {
  const at = path.resolve(folder);
  const parent = path.dirname(at);
  return path.basename(at) === 'bin' && !isWithin(at, home) && !isTooMuch(parent, home) ? parent : at;
}

/** The entries of a folder that other users can't read. */
async function findPrivate(top: string): Promise<{ path: string; isFolder: boolean }[]> {
  const found: { path: string; isFolder: boolean }[] = [];
  const queue = [top];
  for (let count = 0; count < MAX_ETC_ENTRIES;) {
    const folder = queue.pop();
    if (folder === undefined) return found;
    const names = await fs.readdir(folder).catch(() => []);
    count += names.length;
    const paths = names.map((name) => path.join(folder, name));
    const entries = await Promise.all(paths.map(async (at) => ({ at, stats: await findStats(at) })));
    for (const { at, stats } of entries) {
      if (stats === undefined || stats.isSymbolicLink()) continue;
      const isFolder = stats.isDirectory();
      if (!isReadableByOthers(stats)) found.push({ path: at, isFolder });
      else if (isFolder) queue.push(at);
    }
  }
  // Unknown, so not shown.
  return [...found, ...queue.map((at) => ({ path: at, isFolder: true }))];
}

/** Everything in `/proc` that isn't about a process and can be written, at least in part. */
async function findKernelSettings(): Promise<string[]> {
  const names = (await fs.readdir('/proc')).filter((name) => !/^\d+$/.test(name));
  const entries = await Promise.all(names.map(async (name) => ({ name, stats: await findStats(`/proc/${name}`) })));
  return entries
    .filter(({ stats }) => stats !== undefined && !stats.isSymbolicLink())
    .filter(({ stats }) => stats?.isDirectory() === true || ((stats?.mode ?? 0) & ANYONE_WRITES) !== 0)
    .map(({ name }) => `/proc/${name}`);
}

function isReadableByOthers(stats: Stats): boolean {
  const needed = stats.isDirectory() ? 0o005 : 0o004;
  return (stats.mode & needed) === needed;
}

function findStats(at: string): Promise<Stats | undefined> {
  return fs.lstat(at).catch(() => undefined);
}
