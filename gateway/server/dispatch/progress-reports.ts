// Reports the progress of a call to the client that made it: on each change, rate limited, and at regular intervals in between.
import { CALL_PROGRESS_INTERVAL_MS, type CallProgress } from '#contract/wire/call-progress.ts';
import type { Clock } from '#core/ports/clock.ts';

/** Shortest time between two reports, ms. */
const MIN_INTERVAL_MS = 250;

/** The reports of one call. */
export interface ProgressReports {
  report(progress: Partial<CallProgress>): void;
  stop(): void;
}

/** Starts reporting. The last report is repeated until it is stopped. */
export function startProgressReports(
  clock: Pick<Clock, 'monotonic' | 'after'>,
  send: (progress: CallProgress) => void,
): ProgressReports {
  const startedAt = clock.monotonic();
  let latest: Partial<CallProgress> = {};
  let sentAt = Number.NEGATIVE_INFINITY;
  let cancel: () => void = () => {};
  const schedule = (ms: number): void => {
    cancel();
    cancel = clock.after(ms, sendNow);
  };
  const sendNow = (): void => {
    sentAt = clock.monotonic();
    send({ ...latest, elapsedMs: Math.round(sentAt - startedAt) });
    schedule(CALL_PROGRESS_INTERVAL_MS);
  };
  schedule(CALL_PROGRESS_INTERVAL_MS);
  return {
    report(progress) {
      latest = progress;
      const waitMs = sentAt + MIN_INTERVAL_MS - clock.monotonic();
      if (waitMs > 0) schedule(waitMs);
      else sendNow();
    },
    stop: () => cancel(),
  };
}
