/** A diagnostics record: an ended run, a failed call, an event loop delay, or memory usage. */
export interface DiagnosticsEvent {
  readonly seq: number;
  /** Unix ms. */
  readonly ts: number;
  readonly type: string;
  readonly [fact: string]: unknown;
}

/** Result of `diagnostics.stability`. */
export interface DiagnosticsReport {
  readonly generatedAt: string;
  /** Maximum number of records kept. */
  readonly capacity: number;
  /** Number of records that match the query. */
  readonly count: number;
  readonly dropped: number;
  readonly firstSeq?: number;
  readonly lastSeq?: number;
  readonly events: readonly DiagnosticsEvent[];
  readonly summary: {
    readonly byType: Readonly<Record<string, number>>;
    readonly memory?: { readonly latest: Readonly<Record<string, number>>; readonly maxRssBytes: number };
    readonly eventLoop: { readonly delays: number; readonly longestMs: number };
  };
}
