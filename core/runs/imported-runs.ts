// Imported runs of a session's history: they did not happen now, so no events are sent for them.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { CALLER_PROVIDER } from './imported-messages.ts';

/** Recognizes imported runs from their first event to their last. */
export class ImportedRuns {
  readonly #runs = new Set<string>();

  /** Whether the event belongs to an imported run. */
  covers(event: SessionEvent): boolean {
    if (event.type === 'run.started' && event.provider === CALLER_PROVIDER) this.#runs.add(event.runId);
    if (!('runId' in event) || !this.#runs.has(event.runId)) return false;
    if (event.type === 'run.ended') this.#runs.delete(event.runId);
    return true;
  }
}
