// The failure of a run that reaches a limit.
import type { RunError } from '#contract/sessions/session-events.ts';

/** Thrown when a run reaches a limit and must end. */
export class RunLimit extends Error {
  readonly failure: RunError;
  constructor(failure: RunError) {
    super(failure.message);
    this.failure = failure;
  }
}
