// Waits that end immediately on abort.
import type { Clock } from '../ports/clock.ts';

/** Waits `ms`, or until `signal` aborts. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const elapsed = Promise.withResolvers<void>();
  const cancel = clock.after(ms, elapsed.resolve);
  await untilAborted(elapsed.promise, signal);
  cancel();
}

/** The promise's value, or undefined when `signal` aborts first; a late failure is ignored. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = Promise.withResolvers<undefined>();
  const abort = () => aborted.resolve(undefined);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    promise.catch(() => undefined);
  }
}

/** The result of `work`. @throws when it takes longer than `ms`; its signal is aborted then. */
export async function withTimeLimit<T>(
  clock: Clock,
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = Promise.withResolvers<never>();
  const controller = new AbortController();
  const cancel = clock.after(ms, () => {
    limit.reject(new Error(`No response within ${ms / 1_000} s.`));
    controller.abort();
  });
  try {
    return await Promise.race([work(controller.signal), limit.promise]);
  } finally {
    cancel();
  }
}
