/** A conversation closed by a reset. `chat.history` with its `sessionId` returns its rows. */
export interface EarlierConversationRow {
  readonly sessionId: string;
  readonly endedAt: number;
  readonly reason: 'user' | 'idle' | 'daily';
  readonly messageCount: number;
  /** Start of its first message. */
  readonly headline: string;
}

/** A message at which branches diverge. Result of `sessions.branches.points`. */
export interface BranchPoint {
  /** The message with which the active branch continues; with `after`, the last item of the active branch. */
  readonly entryId: string;
  /** The active branch ends here; the others continue. */
  readonly after: boolean;
  /** In order of creation. */
  readonly siblings: readonly { readonly leafEntryId: string; readonly headline: string; readonly active: boolean }[];
}
