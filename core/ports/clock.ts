// Time and ids.

/** Time. `now` is Unix ms, `monotonic` ms from an arbitrary start that never goes back. */
export interface Clock {
  now(): number;
  monotonic(): number;
  /** Runs once after `ms`; returns the cancel function. Does not keep the process alive. */
  after(ms: number, run: () => void): () => void;
}

/** Ids: random UUIDs. */
export interface Ids {
  next(): string;
}
