// The lock of a home folder, which one process owns. A file lock of the system keeps others out; a second file names the owner.
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { toUrlHost } from '#contract/types/network-access.ts';
import { lockFile } from '../sqlite/file-lock.ts';

const OWNER_FILE = 'host.lock';
const LOCK_FILE = 'host.lock.db';
/** How long one attempt waits for the system's lock, ms: a killed process keeps it until its files are closed. */
const ATTEMPT_MS = 1_000;
/** How long to wait for a process that is no longer running but still has its files open, ms. */
const CLOSING_MS = 3_000;

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

/** Another process owns the home folder. */
export class HomeInUse extends Error {
  constructor(home: string, owner: LockOwner | undefined) {
    super(
      `Gatehouse is already running in ${home}${describeOwner(owner)}. Use it, stop it first, or choose another home folder.`,
    );
    this.name = 'HomeInUse';
  }
}

function describeOwner(owner: LockOwner | undefined): string {
  if (owner === undefined) return '';
  const origin = ownerOrigin(owner);
  return ` (process ${owner.pid}${origin === undefined ? '' : `, at ${origin}`})`;
}

/** Where the owner listens, as `http://127.0.0.1:18789`; undefined before it does. */
export function ownerOrigin({ host = '127.0.0.1', port }: LockOwner): string | undefined {
  return port === undefined ? undefined : `http://${toUrlHost(host)}:${port}`;
}

/** Homes that this process has locked, with the functions that unlock them: a lock that is no longer referenced would end. */
const heldHere = new Map<string, () => void>();

/** An address that a host listens on. */
export interface ListenAddress {
  readonly host: string;
  readonly port: number;
}

/** A held lock. */
export interface HomeLock {
  /** Stores where the host listens. */
  setAddress(address: ListenAddress): void;
  /** Releases the lock. Later calls have no effect. */
  release(): void;
}

/** Acquires the lock. @throws {HomeInUse} */
export function lockHome(home: string, now: number): HomeLock {
  const unlock = lockAgainstOthers(home);
  const start = readProcess(process.pid)?.start;
  const owner: LockOwner = { pid: process.pid, since: now, locksFile: true, ...defined({ processStart: start }) };
  try {
    writeOwner(home, owner);
  } catch (error) {
    unlock();
    throw error;
  }
  return holdLock(home, owner, unlock);
}

/** The current owner of a home folder, if there is one. */
export function lockOwner(home: string): LockOwner | undefined {
  const owner = readOwner(home);
  return owner !== undefined && isRunning(owner, home) ? owner : undefined;
}

/** Acquires the system's lock. A host of an earlier version has none; it is known by its file only. */
function lockAgainstOthers(home: string): () => void {
  if (heldHere.has(home)) throw new HomeInUse(home, readOwner(home));
  const lastAttempt = performance.now() + CLOSING_MS;
  for (;;) {
    const unlock = lockFile(join(home, LOCK_FILE), ATTEMPT_MS);
    const owner = lockOwner(home);
    if (unlock !== undefined) {
      if (owner === undefined || owner.locksFile === true) return unlock;
      unlock();
    }
    if (owner !== undefined || performance.now() > lastAttempt) throw new HomeInUse(home, owner);
  }
}

function holdLock(home: string, owner: LockOwner, unlock: () => void): HomeLock {
  let held = true;
  heldHere.set(home, unlock);
  return {
    setAddress({ host, port }) {
      if (held) writeOwner(home, { ...owner, host, port });
    },
    release() {
      if (!held) return;
      held = false;
      heldHere.delete(home);
      rmSync(join(home, OWNER_FILE), { force: true });
      unlock();
    },
  };
}

function writeOwner(home: string, owner: LockOwner): void {
  const file = join(home, OWNER_FILE);
  const draft = `${file}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(owner)}\n`, { flag: 'wx', mode: 0o600, flush: true });
  renameSync(draft, file);
}

function readOwner(home: string): LockOwner | undefined {
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
function readProcess(pid: number) {
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
