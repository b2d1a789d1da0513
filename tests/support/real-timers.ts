// Real time for the clients of tests that run against a whole host.
import type { ClientOptions } from '#contract/wire/client-api.ts';

/** The system's time and timers. */
export const REAL_TIMERS: ClientOptions['timers'] = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
