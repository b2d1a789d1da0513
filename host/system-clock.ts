// The system clock and random ids.
import { randomUUID } from 'node:crypto';
import type { Clock, Ids } from '#core/ports/clock.ts';

/** The system clock. Its timers don't keep the process alive. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms).unref();
    return () => clearTimeout(timer);
  },
};

/** Random UUIDs. */
export const RANDOM_IDS: Ids = { next: () => randomUUID() };
