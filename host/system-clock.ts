// Time and ids of the real world.
import { randomUUID } from 'node:crypto';
import type { Clock, Ids } from '#core/ports/clock.ts';

/** The machine's clock. Its timers do not keep the process alive: the listening socket does. */
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
