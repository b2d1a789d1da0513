// Times and sizes, which tests shorten.

/** Waits of the connection, ms. */
export interface Timing {
  /** Time for the connection and its greeting. */
  readonly helloMs: number;
  /** Time from identifying to being ready. */
  readonly readyMs: number;
  /** First and longest wait before connecting again. */
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** Discord wants 1 to 5 s before a session that ended is replaced. */
  readonly newSessionMs: number;
  /** Time for a request. */
  readonly requestMs: number;
  /** Longer waits for a rate limit are left to the caller. */
  readonly maxRateWaitMs: number;
  /** A command must be completed within 15 minutes; before that, it says that the answer follows. */
  readonly commandMs: number;
}

/** Those of the product. */
export const TIMING: Timing = {
  helloMs: 30_000,
  readyMs: 30_000,
  firstRetryMs: 1_000,
  maxRetryMs: 60_000,
  newSessionMs: 3_000,
  requestMs: 30_000,
  maxRateWaitMs: 3_000,
  commandMs: 14 * 60_000,
};

/** Largest file that a bot can send, bytes. */
export const MAX_UPLOAD_BYTES = 10 * 1024 * 1024;
/** Files are kept in memory while they are downloaded, bytes. */
export const MAX_DOWNLOAD_BYTES = 100 * 1024 * 1024;
