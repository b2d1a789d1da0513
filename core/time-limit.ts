// Signals that abort after a time.
import type { Clock } from './ports/clock.ts';

/** A signal that aborts after `ms`, or with `signal`. */
export function timeLimit(clock: Clock, ms: number, signal?: AbortSignal): AbortSignal {
  const controller = new AbortController();
  const cancel = clock.after(ms, () => controller.abort(new Error(`It took longer than ${ms / 1_000} s.`)));
  if (signal === undefined) return controller.signal;
  signal.addEventListener('abort', cancel, { once: true });
  return AbortSignal.any([signal, controller.signal]);
}
