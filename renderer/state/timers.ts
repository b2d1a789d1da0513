// Time for the stores: real timers, or those of a test.

/** Runs `run` after `ms`; returns the function that cancels it. */
export type After = (ms: number, run: () => void) => () => void;

/** Timers of the browser. */
export const afterMs: After = (ms, run) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Time in which a second click counts as part of a double click, ms. */
const DOUBLE_CLICK_MS = 400;

/** Returns a function that tells whether its last call was so recent that this one is the second half of a double click. */
export function createDoubleClickGuard(now: () => number): () => boolean {
  let acceptedAt = -Infinity;
  return () => {
    if (now() - acceptedAt < DOUBLE_CLICK_MS) return true;
    acceptedAt = now();
    return false;
  };
}
