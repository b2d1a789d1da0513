// Writes within a run: while the store can't be written, the run pauses, reports it, and resumes automatically.
import { GatewayError } from '#contract/wire/errors.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { SessionSnapshot, SessionChange } from '../sessions/session-actor.ts';
import { setPhase, type ActiveRun } from './active-run.ts';
import { retry } from '../retry.ts';

/** First and longest delay before a retry, ms. */
const FIRST_PAUSE_MS = 500;
const MAX_PAUSE_MS = 10_000;

/** Commits a step of a run. @throws when it can never succeed, or when the run is stopped while it waits. */
export function commitWithRetry(
  run: ActiveRun,
  plan: (now: SessionSnapshot) => SessionChange | undefined,
): Promise<readonly SessionEvent[]> {
  return retry(() => run.actor.commit(plan), {
    clock: run.ports.clock,
    signal: run.signal,
    firstDelayMs: FIRST_PAUSE_MS,
    maxDelayMs: MAX_PAUSE_MS,
    whileWaiting: (wait) => run.slot.whileWaiting(wait),
    onFailure(error, delayMs) {
      if (!(error instanceof GatewayError) || error.extras.retryable !== true) throw error;
      const { runId, actor, ports } = run;
      ports.log.warn('A run is waiting for the database.', { sessionKey: actor.key, runId, error: error.message });
      const detail = `${error.message} Waiting for the database to become available.`;
      setPhase(run, 'stalled', detail, ports.clock.now() + delayMs);
    },
  });
}
