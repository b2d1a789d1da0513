// Waiting for events in tests. The limit is no promise about speed: it only ends a test that would never end.
import { setTimeout as delay } from 'node:timers/promises';

/** Longest wait for one event, ms. Only a failing test waits this long, so it allows for a machine at load 15. */
export const MAX_WAIT_MS = 60_000;
const POLL_MS = 10;

/** Polls until `check` returns something other than `false` or `undefined`, and returns that. */
export async function waitUntil<T>(what: string, check: () => T | Promise<T>): Promise<Exclude<T, false | undefined>> {
  const end = performance.now() + MAX_WAIT_MS;
  for (;;) {
    const found = await check();
    // What is neither `false` nor `undefined` has the rest of the type.
    if (found !== undefined && found !== false) return found as Exclude<T, false | undefined>;
    if (performance.now() > end) throw new Error(`Timed out waiting for ${what}`);
    await delay(POLL_MS);
  }
}
