// What short commands read in a home folder: its owner, as a file names it. Unlike the lock, this needs no database.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '#contract/types/json-object.ts';
import { toUrlHost } from '#contract/types/network-access.ts';

/** Name of the owner-only file with the gateway token. */
export const TOKEN_FILE = 'token';
/** The file in the home folder that names the owner. */
export const OWNER_FILE = 'host.lock';

/** The owner of a home folder. */
export interface LockOwner {
  readonly pid: number;
  /** Start time of the process, if the system provides it. */
  readonly processStart?: string;
  /** Unix ms. */
  readonly since: number;
  /** Loopback address that the host listens on. Earlier versions didn't store it. */
  readonly host?: string;
  /** Port of the host once it listens. */
  readonly port?: number;
  /** Whether it holds the system's lock, too. Earlier versions didn't. */
  readonly locksFile?: true;
}

/** Homes that this process has locked, with the functions that unlock them: a lock that is no longer referenced would end. */
export const heldHere = new Map<string, () => void>();

/** Where the owner listens, as `http://127.0.0.1:18789`; undefined before it does. */
export function ownerOrigin({ host = '127.0.0.1', port }: LockOwner): string | undefined {
  return port === undefined ? undefined : `http://${toUrlHost(host)}:${port}`;
}

/** The current owner of a home folder, if there is one. */
export function lockOwner(home: string): LockOwner | undefined {
  const owner = readOwner(home);
  return owner !== undefined && isRunning(owner, home) ? owner : undefined;
}

/** The owner that the file names, whether it runs or not. */
export function readOwner(home: string): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(join(home, OWNER_FILE), 'utf8'));
    // Only Gatehouse writes this file. Without a process ID, it is stale.
    return isJsonObject(owner) && typeof owner['pid'] === 'number' ? (owner as unknown as LockOwner) : undefined;
  } catch {
    return undefined;
  }
}

function isRunning(owner: LockOwner, home: string): boolean {
  if (owner.pid === process.pid) return heldHere.has(home);
  if (!exists(owner.pid)) return false;
  const found = readProcess(owner.pid);
  if (found === undefined) return true;
  // A zombie has ended; only its parent hasn't noticed yet.
  if (found.state === 'Z' || found.state === 'X') return false;
  return owner.processStart === undefined || found.start === owner.processStart;
}

/** Position of `starttime` in /proc/<pid>/stat, counted after the name in parentheses. */
const START_TIME_FIELD = 19;

/** State and start time of a process; undefined if it has ended or the system doesn't provide them. */
export function readProcess(pid: number) {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name can contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], start: fields[START_TIME_FIELD] };
  } catch {
    return undefined;
  }
}

/** Whether the system has an entry for a process. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
