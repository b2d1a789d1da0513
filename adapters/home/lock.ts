// The lock of a home folder, which one process owns. A file lock of the system keeps others out; a second file names the owner.
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defined } from '#contract/types/defined.ts';
import { lockFile } from '../sqlite/file-lock.ts';
import { heldHere, lockOwner, OWNER_FILE, ownerOrigin, readOwner, readProcess, type LockOwner } from './lock-owner.ts';

const LOCK_FILE = 'host.lock.db';
/** How long one attempt waits for the system's lock, ms: a killed process keeps it until its files are closed. */
const ATTEMPT_MS = 1_000;
/** How long to wait for a process that is no longer running but still has its files open, ms. */
const CLOSING_MS = 3_000;

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
