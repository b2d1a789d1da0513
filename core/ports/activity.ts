// What agents did, over all sessions, as a list: runs and tool calls, newest first.
import type { SessionEvent } from '#contract/sessions/session-events.ts';

/** Events that say what an agent did. */
export type ActivityEvent = Extract<
  SessionEvent,
  { type: 'run.started' | 'run.ended' | 'tool.started' | 'tool.finished' }
>;

/** Their types. */
export const ACTIVITY_TYPES = [
  'run.started',
  'run.ended',
  'tool.started',
  'tool.finished',
] as const satisfies readonly ActivityEvent['type'][];

/** One of them, with its place among all. */
export interface Activity {
  /** Grows with time, over all sessions. */
  readonly sequence: number;
  readonly sessionKey: string;
  /** Of the conversation that it belongs to: a reset begins another. */
  readonly sessionId: string;
  readonly agentId: string;
  readonly event: ActivityEvent;
}

/** Which are asked for. Times are Unix ms, both ends outside. */
export interface ActivityQuery {
  readonly types: readonly ActivityEvent['type'][];
  readonly limit: number;
  /** Only those before this place. */
  readonly before?: number;
  readonly agentId?: string;
  readonly sessionKey?: string;
  readonly runId?: string;
  readonly afterMs?: number;
  readonly beforeMs?: number;
}

/** Looks back over all sessions. */
export interface ActivityStore {
  /** Newest first. */
  list(query: ActivityQuery): Promise<readonly Activity[]>;
}
