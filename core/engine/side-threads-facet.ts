// Side threads: questions about a session that stay out of it.
import type { Principal } from '../principal.ts';

/** A question. `runId`: the caller's idempotency key. */
export interface SideQuestion {
  readonly key: string;
  readonly question: string;
  readonly runId: string;
  readonly by: Principal;
}

/** Side threads. Keys are canonical. Errors are {@link GatewayError}s. */
export interface SideThreadsFacet {
  /** Asks in a new side thread, also while a run of the session is active. Further questions are messages of the thread. */
  ask(question: SideQuestion): Promise<{ readonly key: string; readonly runId: string }>;
}
