// Rewinding in a conversation, its branches, and sessions that start as a copy of another one.
import type { ImageBlock } from '#contract/types/content.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { Principal } from '../principal.ts';

/** A canceled message, to be edited and sent again; empty after rewinding to an answer. */
export interface CancelledMessage {
  readonly text?: string;
  readonly images: readonly ImageBlock[];
}

/** One branch of a conversation. */
export interface BranchFacts {
  /** Id of its last item. */
  readonly leafEntryId: string;
  /** What a person said last in it. */
  readonly headline: string;
  readonly messageCount: number;
  readonly updatedAt: number;
  readonly active: boolean;
}

/** A place at which branches of a conversation part. */
export interface BranchPoint {
  /** The first message after this point on the current branch, or its last item if the branch ends here. */
  readonly entryId: string;
  /** The current branch ends here; the others continue. */
  readonly after: boolean;
  /** In the order in which they were begun; with several ends, the newest one. */
  readonly siblings: readonly { readonly leafEntryId: string; readonly headline: string; readonly active: boolean }[];
}

/** A summary in a conversation, with what it replaces. */
export interface Checkpoint {
  /** Number of its event. */
  readonly seq: number;
  readonly createdAt: number;
  readonly trigger: 'manual' | 'tokens' | 'count';
  readonly summary: string;
  readonly tokensBefore: number;
  readonly tokensAfter: number;
  /** Id of the first item that stays whole, and of the last one before the summary. */
  readonly firstKeptEntryId?: string;
  readonly lastEntryId?: string;
}

/** Part of the engine. Keys are canonical; a run that is active is stopped first. Nothing is ever erased. */
export interface HistoryFacet {
  /** Goes back to just before a person's message, or to just after anything else. @throws {GatewayError} */
  rewind(key: string, entryId: string): Promise<CancelledMessage>;
  branches(key: string): Promise<readonly BranchFacts[]>;
  /** Where other branches part from the present one. */
  branchPoints(key: string): Promise<readonly BranchPoint[]>;
  /** Makes the branch that ends with `leafEntryId` the conversation. @throws {GatewayError} */
  switchBranch(key: string, leafEntryId: string): Promise<void>;
  /** Makes the session `newKey` with what was said in `key` up to an entry, cut as {@link rewind} cuts. */
  fork(
    key: string,
    entryId: string,
    newKey: string,
    by: Principal,
  ): Promise<{ record: SessionRecord; canceledMessage: CancelledMessage }>;
  /** The same with everything up to the last completed answer. @throws {GatewayError} when there is none. */
  forkAtLastAnswer(key: string, newKey: string, by: Principal): Promise<SessionRecord>;
  /** Puts a note into the transcript, which the model does not see; its id. @throws {GatewayError} */
  addNote(key: string, text: string): Promise<string>;
  /** Summaries of the present conversation, oldest first. */
  checkpoints(key: string): Promise<readonly Checkpoint[]>;
  /** Goes back to just before a summary; what came after is a branch from then on. */
  restoreCheckpoint(key: string, seq: number): Promise<SessionRecord>;
  /** Makes the session `newKey` with everything that was said before a summary. */
  forkCheckpoint(key: string, seq: number, newKey: string, by: Principal): Promise<SessionRecord>;
}
