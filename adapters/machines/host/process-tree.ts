// Ends a command with all its processes: its process group, its descendants, and others with its marker in their environment.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { errorCode } from '../workspace-tools/file-failure.ts';
import { MARKER_NAME } from '../workspace-tools/marker.ts';

const GRACE_MS = 500;
const SECOND_LOOK_MS = 50;
/** Within this time, no system starts so many processes that their IDs start again more than once. */
const RECENT_MS = 5_000;
/** A fork bomb can outrun one scan, but not several. */
const MAX_ROUNDS = 6;
/** Longest command line that is reported. */
const MAX_COMMAND_CHARS = 200;

/** Asks the tree to end, and kills it after half a second. Resolves once it has ended, or if it can't be killed. */
export async function killTree(pid: number, marker: string): Promise<void> {
  if (process.platform === 'win32') return killOnWindows(pid);
  if ((await signalTree(pid, marker, 'SIGTERM')) === 0) return;
  const graceEnds = performance.now() + GRACE_MS;
  while (performance.now() < graceEnds) {
    await sleep(SECOND_LOOK_MS);
    if ((await findMembers(pid, marker)).length === 0) return;
  }
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    if ((await signalTree(pid, marker, 'SIGKILL')) === 0) return;
    await sleep(SECOND_LOOK_MS);
  }
}

/**
 * The number of processes of a tree that are still running after its first one has ended. After a short time, only processes that
 * started later are looked at, which have higher IDs: on a computer with many processes, looking at all of them takes long.
 */
export async function countRunning(pid: number, marker: string, elapsedMs: number): Promise<number> {
  if (process.platform === 'win32') return 0;
  const lastId = process.platform === 'linux' && elapsedMs < RECENT_MS ? readLastId() : 0;
  // Nothing at all has been started since.
  if (lastId === pid) return 0;
  return (await findMembers(pid, marker, lastId > pid ? pid : 0)).length;
}

/** The ID of the newest process. IDs start again from 1 after the highest one. Reading it never blocks. */
function readLastId(): number {
  return Number(readFileSync('/proc/loadavg', 'latin1').trim().split(' ').at(-1));
}

/** A process that was killed. */
export interface KilledProcess {
  readonly pid: number;
  /** Its command line. */
  readonly command: string;
}

/** Kills all processes whose marker matches, with their sessions and descendants. Returns them. */
export async function killMarked(matches: (marker: string) => boolean): Promise<readonly KilledProcess[]> {
  if (process.platform !== 'linux') return [];
  const killed = new Map<number, KilledProcess>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const marked = await findMarked(matches);
    if (marked.length === 0) break;
    for (const pid of marked) {
      if (!killed.has(pid)) killed.set(pid, { pid, command: await readCommand(pid) });
      signal(pid, 'SIGKILL');
    }
    await sleep(SECOND_LOOK_MS);
  }
  return [...killed.values()];
}

/** Also finds processes that cleared their environment. Never this process, its session, or the processes that started it. */
async function findMarked(matches: (marker: string) => boolean): Promise<readonly number[]> {
  const all = await scan();
  const own = await readEntry(process.pid);
  const marked = all.filter((entry) => entry.marker !== undefined && matches(entry.marker));
  const sessions = new Set(marked.map(({ session }) => session));
  if (own !== undefined) sessions.delete(own.session);
  const members = new Set(marked.map(({ pid }) => pid));
  for (const entry of all) if (sessions.has(entry.session)) members.add(entry.pid);
  addDescendants(all, members);
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  for (let pid = own?.parent; pid !== undefined; pid = parents.get(pid)) members.delete(pid);
  return [...members];
}

async function readCommand(pid: number): Promise<string> {
  const words = await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return words.replaceAll('\0', ' ').trim().slice(0, MAX_COMMAND_CHARS);
}

async function signalTree(pid: number, marker: string, name: NodeJS.Signals): Promise<number> {
  const members = await findMembers(pid, marker);
  const group = signal(-pid, name);
  for (const member of members) signal(member, name);
  return Math.max(members.length, group ? 1 : 0);
}

async function findMembers(pid: number, marker: string, above = 0): Promise<readonly number[]> {
  if (process.platform !== 'linux') return signal(-pid, 0) ? [pid] : [];
  const all = await scan(above);
  const members = new Set<number>();
  for (const entry of all)
    if (entry.pid === pid || entry.group === pid || entry.session === pid || entry.marker === marker)
      members.add(entry.pid);
  addDescendants(all, members);
  return [...members];
}

function addDescendants(all: readonly ProcessEntry[], members: Set<number>): void {
  for (let grew = true; grew;) {
    const before = members.size;
    for (const entry of all) if (members.has(entry.parent)) members.add(entry.pid);
    grew = members.size > before;
  }
}

interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly marker: string | undefined;
}

/** All accessible processes with IDs from `above` on, except zombies. */
async function scan(above = 0): Promise<readonly ProcessEntry[]> {
  const names = (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) >= above);
  const entries = await Promise.all(names.map((name) => readEntry(Number(name))));
  return entries.filter((entry) => entry !== undefined).filter((entry) => entry.pid !== process.pid);
}

async function readEntry(pid: number): Promise<ProcessEntry | undefined> {
  try {
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'latin1');
    // The name in parentheses can contain anything. The fields follow the last parenthesis.
    const [state, parent, group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (state === 'Z' || state === 'X') return undefined;
    const environment = await fs.readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '');
    const line = environment.split('\0').find((entry) => entry.startsWith(`${MARKER_NAME}=`));
    return {
      pid,
      parent: Number(parent),
      group: Number(group),
      session: Number(session),
      marker: line?.slice(MARKER_NAME.length + 1),
    };
  } catch {
    // It ended in the meantime.
    return undefined;
  }
}

/** Returns whether the process exists. */
function signal(pid: number, name: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, name);
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function killOnWindows(pid: number): Promise<void> {
  return new Promise((resolve) =>
    execFile('taskkill', ['/pid', String(pid), '/t', '/f'], { windowsHide: true }, () => resolve()),
  );
}
