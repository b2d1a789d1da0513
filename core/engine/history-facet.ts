// Editing the history of a conversation: rewinding, branches, forks, checkpoints.
import type { BranchPoint } from '#contract/types/session-history.ts';
import type { SessionEventOf } from '#contract/sessions/session-events.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { Principal } from '../principal.ts';

/** A canceled message, to be edited and sent again; empty after rewinding to an answer. */
export interface CancelledMessage {
  readonly text?: string;
  readonly images: readonly ImageBlock[];
}

/** One branch of a conversation. */
export interface BranchSummary {
  /** Id of the last item. */
  readonly leafEntryId: string;
  /** The last message of a person. */
  readonly headline: string;
  readonly messageCount: number;
  readonly updatedAt: number;
  readonly active: boolean;
}

/** A summary in a conversation, and the part that it replaces. */
export interface Checkpoint extends Pick<
  SessionEventOf<'compacted'>,
  'seq' | 'trigger' | 'summary' | 'tokensBefore' | 'tokensAfter'
> {
  readonly createdAt: number;
  /** Id of the first item that is kept in full, and of the last one before the summary. */
  readonly firstKeptEntryId?: string;
  readonly lastEntryId?: string;
}

/** History editing. Keys are canonical. An active run is stopped first. Nothing is ever erased. */
export interface HistoryFacet {
  /** Rewinds to just before a person's message, or to just after anything else. @throws {GatewayError} */
  rewind(key: string, entryId: string): Promise<CancelledMessage>;
  branches(key: string): Promise<readonly BranchSummary[]>;
  /** The points at which other branches diverge from the current one. */
  branchPoints(key: string): Promise<readonly BranchPoint[]>;
  /** Makes the branch that ends with `leafEntryId` the conversation. @throws {GatewayError} */
  switchBranch(key: string, leafEntryId: string): Promise<void>;
  /** Creates the session `newKey` with the conversation of `key` up to the point that {@link rewind} would go back to. */
  fork(
    key: string,
    entryId: string,
    newKey: string,
    by: Principal,
  ): Promise<{ record: SessionRecord; canceledMessage: CancelledMessage }>;
  /** The same with everything up to the last completed answer. @throws {GatewayError} when there is none. */
  forkAtLastAnswer(key: string, newKey: string, by: Principal): Promise<SessionRecord>;
  /** Adds a note to the conversation, which the model sees from the next run on; returns its id. @throws {GatewayError} */
  addNote(key: string, text: string): Promise<string>;
  /** Summaries of the current conversation, oldest first. */
  checkpoints(key: string): Promise<readonly Checkpoint[]>;
  /** Rewinds to just before a summary; everything after it becomes a branch. */
  restoreCheckpoint(key: string, seq: number): Promise<SessionRecord>;
  /** Creates the session `newKey` with the conversation before a summary. */
  forkCheckpoint(key: string, seq: number, newKey: string, by: Principal): Promise<SessionRecord>;
}
