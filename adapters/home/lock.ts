// The lock of a home folder: one process owns it. It names its owner, so that a stale one is recognised.
import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, processStart } from './process-start.ts';

const FILE = 'host.lock';

/** Who holds a home folder. */
export interface LockOwner {
  readonly pid: number;
  /** Mark of the process's start, where the system tells. */
  readonly processStart?: string;
  /** Unix ms. */
  readonly since: number;
  /** Where it listens, once it does. */
  readonly port?: number;
}

/** Another process holds the home folder. */
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

/** Lock files that this process holds; its own number in any other is left from before a restart of the machine. */
const heldHere = new Set<string>();

/** A held lock. */
export interface HomeLock {
  /** Writes down where the host listens. */
  setPort(port: number): void;
  /** Gives the home folder back; more than once does no harm. */
  release(): void;
}

/** Takes the lock; one that nobody holds any more is replaced. @throws {HomeInUse} */
export function lockHome(home: string, now: number): HomeLock {
  const file = join(home, FILE);
  const start = processStart(process.pid);
  const owner: LockOwner = { pid: process.pid, since: now, ...(start === undefined ? {} : { processStart: start }) };
  take(home, file, owner);
  return holdLock(file, owner);
}

/** Who holds a home folder now, if anyone. */
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

/** A link is made only when the name is free, so of two processes that try at once one wins. */
function take(home: string, file: string, owner: LockOwner): void {
  const draft = writeDraft(file, owner);
  try {
    for (;;) {
      if (linkIfFree(draft, file)) return;
      const other = readOwner(file);
      if (other !== undefined && holds(other, file)) throw new HomeInUse(home, other);
      setStaleAside(file, other);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moved away first and looked at again: another process may have replaced it just now. */
function setStaleAside(file: string, seen: LockOwner | undefined): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    // Somebody else was quicker; the next try shows who.
    return;
  }
  const moved = readOwner(aside);
  if (moved !== undefined && holds(moved, file) && moved.since !== seen?.since) linkIfFree(aside, file);
  rmSync(aside, { force: true });
}

/** Copies on file systems without links (memory cards, some shared folders). */
function linkIfFree(from: string, to: string, isLinkable = true): boolean {
  try {
    if (isLinkable) linkSync(from, to);
    else copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') return false;
    if (isLinkable && ['EPERM', 'ENOTSUP', 'ENOSYS'].includes(code)) return linkIfFree(from, to, false);
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
    // Only our own files have this name; one without a process number is treated as stale.
    return typeof owner === 'object' && owner !== null && 'pid' in owner && typeof owner.pid === 'number'
      ? (owner as LockOwner)
      : undefined;
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
