// Messages that wait for the active run of their session to end.
import type { QueueMode } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';

/** The follow-up queue of each session. Errors are {@link GatewayError}s. */
export interface QueueFacet {
  /** Queued messages of a session, in order. */
  list(sessionKey: string): Promise<SessionView['queue']>;
  edit(
    sessionKey: string,
    messageId: string,
    change: { readonly text?: string; readonly queueMode?: QueueMode },
  ): Promise<void>;
  /** Moves a queued message to just before another one, or to the end. */
  move(sessionKey: string, messageId: string, beforeId: string | undefined): Promise<void>;
  cancel(sessionKey: string, messageId: string): Promise<void>;
}
