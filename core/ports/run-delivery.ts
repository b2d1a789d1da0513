// What happened to the message about a run.

/** Whether the result of a run was sent where it should be. `unknown`: it is saved, and still waits. */
export interface RunDelivery {
  readonly status: 'delivered' | 'not-delivered' | 'unknown';
  readonly error?: string;
}
