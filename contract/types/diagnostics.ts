// Diagnostics of the running process: the types.

/** One record of how the process fares: a run that ended, a call that failed, a held-up event loop, memory in use. */
export interface DiagnosticsEvent {
  readonly seq: number;
  /** Unix ms. */
  readonly ts: number;
  readonly type: string;
  readonly [fact: string]: unknown;
}

/** Answer to `diagnostics.stability`. */
export interface DiagnosticsReport {
  readonly generatedAt: string;
  /** Records kept; older ones are dropped. */
  readonly capacity: number;
  /** Records kept now that fit the question. */
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
