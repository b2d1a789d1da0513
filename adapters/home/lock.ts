// The lock of a home folder, which one process owns. It identifies the owner, so that a stale lock can be detected.
import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defined } from '#contract/types/defined.ts';
import { isJsonObject } from '#contract/types/json-object.ts';

const FILE = 'host.lock';

/** The owner of a home folder. */
export interface LockOwner {
  readonly pid: number;
  /** Start time of the process, if the system provides it. */
  readonly processStart?: string;
  /** Unix ms. */
  readonly since: number;
  /** Port of the host once it listens. */
  readonly port?: number;
}

/** Another process owns the home folder. */
export class HomeInUse extends Error {
  readonly owner: LockOwner;
  constructor(home: string, owner: LockOwner) {
    const where = owner.port === undefined ? '' : `, at http://127.0.0.1:${owner.port}`;
    super(
      `Gatehouse is already running in ${home} (process ${owner.pid}${where}). Use it, stop it first, or choose another home folder.`,
    );
    this.name = 'HomeInUse';
    this.owner = owner;
  }
}

/** Locks of this process. Any other lock with its process ID is from before a restart of the machine. */
const heldHere = new Set<string>();

/** A held lock. */
export interface HomeLock {
  /** Stores the port of the host. */
  setPort(port: number): void;
  /** Releases the lock. Later calls have no effect. */
  release(): void;
}

/** Acquires the lock, replacing a stale one. @throws {HomeInUse} */
export function lockHome(home: string, now: number): HomeLock {
  const file = join(home, FILE);
  const start = processStart(process.pid);
  const owner: LockOwner = { pid: process.pid, since: now, ...defined({ processStart: start }) };
  acquire(home, file, owner);
  return holdLock(file, owner);
}

/** The current owner of a home folder, if there is one. */
export function lockOwner(home: string): LockOwner | undefined {
  const owner = readOwner(join(home, FILE));
  return owner !== undefined && holds(owner, join(home, FILE)) ? owner : undefined;
}

function holdLock(file: string, owner: LockOwner): HomeLock {
  let held = true;
  heldHere.add(file);
  return {
    setPort(port) {
      if (!held) return;
      const draft = writeDraft(file, { ...owner, port });
      renameSync(draft, file);
    },
    release() {
      if (!held) return;
      held = false;
      heldHere.delete(file);
      if (readOwner(file)?.pid === owner.pid) rmSync(file, { force: true });
    },
  };
}

/** A link is only created if there is no lock, so only one of several processes succeeds. */
function acquire(home: string, file: string, owner: LockOwner): void {
  const draft = writeDraft(file, owner);
  try {
    for (;;) {
      if (linkIfAbsent(draft, file)) return;
      const other = readOwner(file);
      if (other !== undefined && holds(other, file)) throw new HomeInUse(home, other);
      removeStale(file, other);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the lock away and checks it again, because another process may have just replaced it. */
function removeStale(file: string, seen: LockOwner | undefined): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    // Another process was faster. The next attempt finds it.
    return;
  }
  const moved = readOwner(aside);
  if (moved !== undefined && holds(moved, file) && moved.since !== seen?.since) linkIfAbsent(aside, file);
  rmSync(aside, { force: true });
}

/** Creates a link, or a copy on file systems without links. Returns false if `to` exists. */
function linkIfAbsent(from: string, to: string, isLinkable = true): boolean {
  try {
    if (isLinkable) linkSync(from, to);
    else copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') return false;
    if (isLinkable && ['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) return linkIfAbsent(from, to, false);
    throw error;
  }
}

function writeDraft(file: string, owner: LockOwner): string {
  const draft = `${file}.${process.pid}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(owner)}\n`, { flag: 'wx', mode: 0o600, flush: true });
  return draft;
}

function readOwner(file: string): LockOwner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    // Only Gatehouse writes this file. Without a process ID, it is stale.
    return isJsonObject(owner) && typeof owner['pid'] === 'number' ? (owner as unknown as LockOwner) : undefined;
  } catch {
    return undefined;
  }
}

function holds(owner: LockOwner, file: string): boolean {
  if (owner.pid === process.pid) return heldHere.has(file);
  if (!isAlive(owner.pid)) return false;
  const start = processStart(owner.pid);
  return start === undefined || owner.processStart === undefined || start === owner.processStart;
}

/** Position of `starttime` in /proc/<pid>/stat, counted after the name in parentheses. */
const START_TIME_FIELD = 19;

/** The start time of a process as text; undefined if it has ended or the system doesn't provide it. */
function processStart(pid: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name can contain spaces and parentheses.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[START_TIME_FIELD];
  } catch {
    return undefined;
  }
}

/** Whether a process exists. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It exists, but belongs to another user.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
