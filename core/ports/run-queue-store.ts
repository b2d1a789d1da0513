// Runs that wait for a slot, kept so that they are still queued after a restart.

/** A run that waits and hasn't started anything. */
export interface StoredQueuedRun {
  readonly runId: string;
  readonly sessionKey: string;
  readonly ownerId: string;
  /** Runs start in ascending order. */
  readonly place: number;
  /** Unix ms. */
  readonly queuedAt: number;
}

/** The queue of a gateway. */
export interface RunQueueStore {
  /** In order. */
  list(): Promise<readonly StoredQueuedRun[]>;
  /** Adds runs or changes their places, in one transaction. */
  save(runs: readonly StoredQueuedRun[]): Promise<void>;
  remove(runIds: readonly string[]): Promise<void>;
}
