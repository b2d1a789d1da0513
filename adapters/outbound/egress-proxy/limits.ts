// Limits of an egress proxy. Clients are untrusted: they may open many connections, and send or read slowly.

/** Limits of one proxy. */
export interface Limits {
  readonly maxConnections: number;
  readonly maxHeaderBytes: number;
  /** Time to send the headers of a request, ms. */
  readonly headersMs: number;
  /** Time without data in either direction after which a connection ends, ms. */
  readonly idleMs: number;
  /** Longest time that a connection stays open, ms. */
  readonly totalMs: number;
}

/** Enough for package managers, which open dozens of connections, and for slow builds that hold one. */
export const LIMITS: Limits = {
  maxConnections: 256,
  maxHeaderBytes: 16 * 1024,
  headersMs: 10_000,
  idleMs: 5 * 60_000,
  totalMs: 4 * 60 * 60_000,
};
