// Activity of agents over all sessions: runs and tool calls, newest first.
import type { SessionEventOf } from '#contract/sessions/session-events.ts';

/** Types of the events that count as activity. */
export const ACTIVITY_TYPES = ['run.started', 'run.ended', 'tool.started', 'tool.finished'] as const;

/** An event that counts as activity. */
export type ActivityEvent = SessionEventOf<(typeof ACTIVITY_TYPES)[number]>;

/** One activity with its position. */
export interface Activity {
  /** Increases over time, across all sessions. */
  readonly sequence: number;
  readonly sessionKey: string;
  /** The conversation that it belongs to; a reset starts another one. */
  readonly sessionId: string;
  readonly agentId: string;
  readonly event: ActivityEvent;
}

/** Filter. Times are Unix ms, exclusive. */
export interface ActivityQuery extends Partial<Pick<Activity, 'agentId' | 'sessionKey'>> {
  readonly types: readonly ActivityEvent['type'][];
  readonly limit: number;
  /** Exclusive position. */
  readonly before?: number;
  readonly runId?: string;
  readonly afterMs?: number;
  readonly beforeMs?: number;
}

/** Reads activity of all sessions. */
export interface ActivityStore {
  /** Newest first. */
  list(query: ActivityQuery): Promise<readonly Activity[]>;
}
