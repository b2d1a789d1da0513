// Times and sizes, which tests shorten.

/** Waits of the connection, ms. */
export interface Timing {
  /** Time for the connection and its greeting. */
  readonly helloMs: number;
  /** Slack sends a ping every few seconds; a connection without one for so long is dead. */
  readonly silentMs: number;
  /** First and longest wait before connecting again. */
  readonly firstRetryMs: number;
  readonly maxRetryMs: number;
  /** Time for a request. */
  readonly requestMs: number;
}

/** Those of the product. */
export const TIMING: Timing = {
  helloMs: 30_000,
  silentMs: 90_000,
  firstRetryMs: 1_000,
  maxRetryMs: 60_000,
  requestMs: 30_000,
};

/** Files are kept in memory, bytes. Slack accepts up to 1 GB. */
export const MAX_UPLOAD_BYTES = 50 * 1024 * 1024;
export const MAX_DOWNLOAD_BYTES = 100 * 1024 * 1024;
/** Longest text of a message, characters. Slack recommends 4,000, and rejects blocks that are much longer. */
export const MAX_TEXT = 3_000;
