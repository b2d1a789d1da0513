// Lets one process build at a time; a second `npm start` or test run waits for the first.
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { PROJECT_ROOT } from './project-root.ts';

const LOCK = join(PROJECT_ROOT, 'node_modules/.cache/gatehouse/building');
const RETRY_MS = 100;
/** A build takes seconds, so an older lock belongs to a killed process. */
const STALE_MS = 60_000;

/** Runs `work` exclusively among processes. */
export async function whileBuilding(work: () => Promise<void>): Promise<void> {
  mkdirSync(dirname(LOCK), { recursive: true });
  while (!tryLock()) await sleep(RETRY_MS);
  try {
    await work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function tryLock(): boolean {
  try {
    mkdirSync(LOCK);
    return true;
  } catch {
    // Held by another process; a stale lock is removed, so that the next attempt succeeds.
    const age = Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > STALE_MS) rmSync(LOCK, { recursive: true, force: true });
    return false;
  }
}
