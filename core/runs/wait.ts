// Waits that end immediately on abort.
import type { Clock } from '../ports/clock.ts';

/** Resolves when `signal` aborts; `dispose` removes the listener. */
function whenAborted(signal: AbortSignal): { readonly promise: Promise<void>; dispose(): void } {
  let dispose = () => {};
  const promise = new Promise<void>((resolve) => {
    if (signal.aborted) return resolve();
    const listener = () => resolve();
    signal.addEventListener('abort', listener, { once: true });
    dispose = () => signal.removeEventListener('abort', listener);
  });
  return { promise, dispose: () => dispose() };
}

/** Waits `ms`, or until `signal` aborts. */
export async function sleep(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
  const aborted = whenAborted(signal);
  let cancel = () => {};
  const elapsed = new Promise<void>((resolve) => {
    cancel = clock.after(ms, resolve);
  });
  await Promise.race([elapsed, aborted.promise]);
  cancel();
  aborted.dispose();
}

/** The promise's value, or undefined when `signal` aborts first; a late failure is ignored. */
export async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const aborted = whenAborted(signal);
  try {
    return await Promise.race([promise, aborted.promise.then(() => undefined)]);
  } finally {
    aborted.dispose();
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
