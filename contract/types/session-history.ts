// The story of a session: the types.

/** A conversation that a reset has closed. Its rows: `chat.history` with its `sessionId`. */
export interface EarlierConversationFacts {
  readonly sessionId: string;
  readonly endedAt: number;
  readonly reason: 'user' | 'idle' | 'daily';
  readonly messageCount: number;
  /** What was said first in it. */
  readonly headline: string;
}

/** A place at which branches part: see {@link SESSION_HISTORY_METHODS} `sessions.branches.points`. */
export interface BranchPointFacts {
  /** The message of the present branch that begins there; with `after`, the last item of the present branch. */
  readonly entryId: string;
  /** The present branch ends there, the others go on. */
  readonly after: boolean;
  /** In the order in which they were begun. */
  readonly siblings: readonly { readonly leafEntryId: string; readonly headline: string; readonly active: boolean }[];
}
