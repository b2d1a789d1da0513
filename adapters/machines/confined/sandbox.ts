// A running sandbox on Linux: namespaces made by bubblewrap, which commands enter. It ends with the host, and everything in it ends
// with it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { BigIntStats } from 'node:fs';
import * as fs from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Invocation } from '../host/shell.ts';
import { INFO_DESCRIPTOR } from './bubblewrap-arguments.ts';
import { SOCKET_TABLES } from '../workspace-tools/listening-sockets.ts';
import { describeBubblewrapFailure, unavailable } from './requirements.ts';

/** A running sandbox. */
export interface Sandbox {
  /** The invocation that runs a program inside, in a folder. */
  enter(program: Invocation, cwd: string): Invocation;
  /** The file or folder at an absolute path, as it is inside. */
  stat(at: string): Promise<BigIntStats>;
  /** The kernel's tables of its TCP sockets. */
  sockets(): Promise<string>;
  /** Absolute paths on which something is mounted. */
  mountPoints(): Promise<ReadonlySet<string>>;
  /** Whether something other than the sandbox's own processes is running in it. */
  isUsed(): Promise<boolean>;
  /** Resolves once it has ended. */
  readonly ended: Promise<void>;
  /** Kills everything in it. */
  stop(): Promise<void>;
}

/** How to start one. */
export interface SandboxStart {
  readonly bwrap: string;
  readonly nsenter: string;
  /** Whether this nsenter can choose a folder inside (`--wdns`). */
  readonly hasFolderOption: boolean;
  readonly arguments: readonly string[];
  /** Shell commands that run inside before it is ready, such as the way to the proxy. */
  readonly setup: string;
}

const START_TIMEOUT_MS = 10_000;
const READY = 'ready';
/** Longest failure output that is kept. */
const MAX_ERROR_CHARS = 4_000;
/** In the order in which they must be entered. */
const NAMESPACES = ['user', 'cgroup', 'ipc', 'uts', 'net', 'pid', 'mnt'] as const;
const OPTIONS: Readonly<Record<(typeof NAMESPACES)[number], string>> = {
  user: '--user',
  cgroup: '--cgroup',
  ipc: '--ipc',
  uts: '--uts',
  net: '--net',
  pid: '--pid',
  mnt: '--mount',
};

interface HeldNamespace {
  readonly option: string;
  readonly handle: fs.FileHandle;
  readonly inode: bigint;
}

/** Starts a sandbox. @throws {FileError} `unavailable` if the system doesn't allow it */
export async function startSandbox(start: SandboxStart): Promise<Sandbox> {
  const shell = `${start.setup}echo ${READY}; exec cat > /dev/null`;
  const child = spawn(start.bwrap, [...start.arguments, '--', '/bin/sh', '-c', shell], {
    cwd: '/',
    env: { PATH: '/usr/bin:/bin' },
    // It ends when its input does, so also with the host.
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  try {
    const first = await awaitReady(child);
    const held = await holdNamespaces(first);
    const own = new Set(await readTree(first));
    void ended.then(() => Promise.all(held.map(({ handle }) => handle.close())));
    return {
      enter: (program, cwd) => enterNamespaces(start, held, program, cwd),
      stat: (at) => fs.stat(`/proc/${first}/root${at}`, { bigint: true }),
      sockets: () => readSockets(first),
      mountPoints: () => readMountPoints(first),
      isUsed: () => hasOthers(own, held),
      ended,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves to the ID of its first process, as this computer sees it, once everything is set up. */
async function awaitReady(child: ChildProcess): Promise<number> {
  child.stdin?.on('error', () => undefined);
  const info = collect(child.stdio[INFO_DESCRIPTOR] as Readable | null, Infinity);
  const output = collect(child.stdout, MAX_ERROR_CHARS);
  const errors = collect(child.stderr, MAX_ERROR_CHARS);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once('error', reject);
  child.once('close', () => reject(describeBubblewrapFailure(errors.text())));
  child.stdout?.on('data', () => {
    if (output.text().includes(READY)) resolve();
  });
  const timer = setTimeout(
    () => reject(unavailable(`bubblewrap wasn't ready after ${START_TIMEOUT_MS / 1000} s`, 'Retry.')),
    START_TIMEOUT_MS,
  );
  try {
    await promise;
    if (!info.text().includes('}')) await once(info.stream, 'data');
    return readFirstProcess(info.text());
  } finally {
    clearTimeout(timer);
  }
}

function collect(stream: Readable | null | undefined, limit: number) {
  if (stream === null || stream === undefined) throw new Error('A pipe of bubblewrap is missing.');
  let text = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    if (text.length < limit) text += chunk;
  });
  stream.on('error', () => undefined);
  return { stream, text: () => text };
}

function readFirstProcess(info: string): number {
  const parsed: unknown = JSON.parse(info);
  const found =
    typeof parsed === 'object' && parsed !== null && 'child-pid' in parsed ? parsed['child-pid'] : undefined;
  if (typeof found !== 'number') throw unavailable('bubblewrap reported no process', 'Update bubblewrap.');
  return found;
}

/**
 * Opens the namespaces that aren't those of this process. They are entered through these handles: unlike the ID of a process that
 * ended meanwhile, a handle can't refer to another, unconfined process.
 */
async function holdNamespaces(pid: number): Promise<readonly HeldNamespace[]> {
  const held: HeldNamespace[] = [];
  for (const name of NAMESPACES) {
    const handle = await fs.open(`/proc/${pid}/ns/${name}`);
    const { ino } = await handle.stat({ bigint: true });
    const own = await fs.stat(`/proc/self/ns/${name}`, { bigint: true });
    if (ino === own.ino) await handle.close();
    else held.push({ option: OPTIONS[name], handle, inode: ino });
  }
  const options = held.map(({ option }) => option);
  if (!['--user', '--pid', '--mount'].every((option) => options.includes(option)))
    throw unavailable('bubblewrap made no namespaces', 'Update bubblewrap.');
  return held;
}

/** Enters as root of the user namespace, becomes the user in one below it, and gives up every way to gain privileges. */
function enterNamespaces(
  start: SandboxStart,
  held: readonly HeldNamespace[],
  program: Invocation,
  cwd: string,
): Invocation {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const folder = start.hasFolderOption ? [`--wdns=${cwd}`] : [];
  const change = start.hasFolderOption ? [] : ['/bin/sh', '-c', 'cd -- "$1" && shift && exec "$@"', 'sh', cwd];
  const become =
    uid === 0
      ? ['/usr/bin/setpriv', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all']
      : ['/usr/bin/unshare', '--user', `--map-user=${uid}`, `--map-group=${gid}`, '/usr/bin/setpriv', '--no-new-privs'];
  return {
    ...program,
    file: start.nsenter,
    args: [
      '--preserve-credentials',
      ...held.map(({ option, handle }) => `${option}=/proc/${process.pid}/fd/${handle.fd}`),
      ...folder,
      '--',
      ...become,
      '--',
      ...change,
      program.file,
      ...program.args,
    ],
  };
}

async function readSockets(pid: number): Promise<string> {
  const tables = SOCKET_TABLES.map((table) => fs.readFile(`/proc/${pid}/${table}`, 'latin1').catch(() => ''));
  return (await Promise.all(tables)).join('\n');
}

/** See proc(5): the fifth field, with special characters as octal numbers. */
async function readMountPoints(pid: number): Promise<ReadonlySet<string>> {
  const lines = (await fs.readFile(`/proc/${pid}/mountinfo`, 'utf8')).split('\n');
  return new Set(
    lines.map((line) =>
      (line.split(' ')[4] ?? '').replace(/\\(\d{3})/g, (_all, octal: string) =>
        String.fromCharCode(parseInt(octal, 8)),
      ),
    ),
  );
}

/** The processes that set the sandbox up don't count. */
async function hasOthers(own: ReadonlySet<number>, held: readonly HeldNamespace[]): Promise<boolean> {
  const link = `pid:[${held.find(({ option }) => option === '--pid')?.inode}]`;
  for (const name of await fs.readdir('/proc')) {
    if (!/^\d+$/.test(name) || own.has(Number(name))) continue;
    if ((await fs.readlink(`/proc/${name}/ns/pid`).catch(() => '')) === link) return true;
  }
  return false;
}

async function readTree(pid: number): Promise<readonly number[]> {
  const children = await fs.readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  const below = await Promise.all(
    children
      .split(' ')
      .filter(Boolean)
      .map((child) => readTree(Number(child))),
  );
  return [pid, ...below.flat()];
}
