// Retries work that failed, with exponential backoff.
import type { Clock } from './ports/clock.ts';
import { sleep } from './runs/wait.ts';

/** Options of {@link retry}. */
export interface RetryOptions {
  readonly clock: Clock;
  /** Ends the retries. */
  readonly signal: AbortSignal;
  /** Delay before the first retry, ms; it doubles with each retry. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** Called before each delay. Throw the error to give up. */
  readonly onFailure: (error: unknown, delayMs: number) => void;
  /** Runs each delay; default: nothing happens meanwhile. */
  readonly whileWaiting?: (wait: () => Promise<void>) => Promise<void>;
}

/** Delay before retry number `attempt`, counted from 1, ms. */
export function computeRetryDelay(
  attempt: number,
  { firstDelayMs, maxDelayMs }: Pick<RetryOptions, 'firstDelayMs' | 'maxDelayMs'>,
): number {
  return Math.min(firstDelayMs * 2 ** (attempt - 1), maxDelayMs);
}

/** Runs `work` until it succeeds. @throws its last error when `signal` aborts, or what `onFailure` throws. */
export async function retry<T>(work: () => Promise<T>, options: RetryOptions): Promise<T> {
  const { clock, signal, onFailure, whileWaiting = (wait) => wait() } = options;
  for (let attempt = 1; ; attempt += 1) {
    const delay = computeRetryDelay(attempt, options);
    try {
      return await work();
    } catch (error) {
      if (signal.aborted) throw error;
      onFailure(error, delay);
      await whileWaiting(() => sleep(clock, delay, signal));
      if (signal.aborted) throw error;
    }
  }
}
