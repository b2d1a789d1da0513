/** Result of `chat.send`. `runId` equals the idempotency key. */
export interface ChatSendResult {
  readonly runId: string;
  readonly status: 'started' | 'in_flight' | 'ok' | 'error';
  readonly messageSeq?: number;
}

/** Where a message runs that doesn't wait for the active run: the session itself if it is idle, or a fork of it. */
export interface ChatConcurrentResult extends ChatSendResult {
  readonly sessionKey: string;
}

/** A page of transcript rows in the protocol's shape, oldest first. */
export interface ChatHistoryResult {
  readonly sessionKey?: string;
  readonly sessionId?: string;
  readonly messages: readonly Readonly<Record<string, unknown>>[];
  readonly hasMore?: boolean;
  readonly nextOffset?: number;
  readonly totalMessages?: number;
  readonly inFlightRun?: { readonly runId: string; readonly text: string; readonly startedAt: number };
  readonly pendingInputs?: {
    readonly items: readonly unknown[];
    readonly total: number;
    /** `pendingBefore` of the previous page. */
    readonly nextBefore?: number;
  };
  /** Pass as `cursor` to get only newer rows. */
  readonly deltaCursor?: string;
  /** Response to a `cursor`: only newer rows, or that everything must be reloaded. */
  readonly kind?: 'delta' | 'reset';
  /** Number of rows after this page; present if the page was requested by `messageId`. */
  readonly offset?: number;
  readonly inputReceipts?: readonly unknown[];
  readonly inputConsumptions?: readonly unknown[];
  readonly defaults?: { readonly modelProvider: string; readonly model: string; readonly contextTokens: number };
  readonly sessionInfo?: Readonly<Record<string, unknown>>;
}
