// The queue of runs: types.

/**
 * Why a run waits. `limit`: as many runs are active as allowed. `user-limit`: as many runs of its user are active as allowed.
 * `memory`: this computer has too little free memory for another one.
 */
export type QueueReason = 'limit' | 'user-limit' | 'memory';

/** A run that waits to start, or to continue after waiting for a person. */
export interface QueuedRunRow {
  readonly runId: string;
  readonly sessionKey: string;
  readonly agentId: string;
  /** Title of the session. */
  readonly title: string;
  /** From 1. */
  readonly position: number;
  readonly reason: QueueReason;
  /** Unix ms. */
  readonly queuedAt: number;
  /** It has already started, and continues as soon as it gets a slot. */
  readonly isResuming: boolean;
}

/** The queue, and the limits that apply now. */
export interface RunQueueStatus {
  readonly runs: readonly QueuedRunRow[];
  /** Runs that use a slot. Those that wait for a person use none. */
  readonly activeRuns: number;
  /** Runs at once, lowered while memory is short. */
  readonly limit: number;
  /** The setting `limits.concurrentRuns`. */
  readonly configuredLimit: number;
  /** The setting `limits.concurrentRunsPerUser`. */
  readonly perUserLimit: number;
}
