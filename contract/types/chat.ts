// Chat: the types.

/** Answer to `chat.send`: `runId` equals the idempotency key. */
export interface ChatSendResult {
  readonly runId: string;
  readonly status: 'started' | 'in_flight' | 'ok' | 'error';
  readonly messageSeq?: number;
}

/** A page of transcript rows, oldest first. Rows have the protocol's shape (section 13.5 of its facts). */
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
    /** For the page before: `pendingBefore`. */
    readonly nextBefore?: number;
  };
  /** For the next look: with it as `cursor` the answer has only what is new. */
  readonly deltaCursor?: string;
  /** Answer to a `cursor`: only what is new, or that everything must be read again. */
  readonly kind?: 'delta' | 'reset';
  /** Rows after this page; present when the page was asked for by `messageId`. */
  readonly offset?: number;
  readonly inputReceipts?: readonly unknown[];
  readonly inputConsumptions?: readonly unknown[];
  readonly defaults?: { readonly modelProvider: string; readonly model: string; readonly contextTokens: number };
  readonly sessionInfo?: Readonly<Record<string, unknown>>;
}
