// Reads of conversations. They change nothing and never wait for a run.
import type { OpenState } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { Item, SessionView } from '#contract/sessions/session-view.ts';
import type { StoredTranscriptRow } from '../ports/transcript.ts';

/** A page of a transcript. */
export interface TranscriptPage {
  readonly limit: number;
  readonly offset: number;
  readonly sessionId?: string;
}

/** Reads of conversations. Keys are canonical. */
export interface QueriesFacet {
  /** The view with its last `limit` items, long texts truncated, and the open state. No notice falls between this and later notices. */
  watch(
    key: string,
    limit: number,
  ): Promise<{ readonly view: SessionView; readonly hasOlder: boolean; readonly open: OpenState }>;
  /** Events after `afterSeq`, or undefined when there are too many to continue. */
  eventsSince(
    key: string,
    afterSeq: number,
  ): Promise<{ readonly events: readonly SessionEvent[]; readonly open: OpenState } | undefined>;
  olderItems(
    key: string,
    beforeSeq: number,
    limit: number,
  ): Promise<{ readonly items: readonly Item[]; readonly hasOlder: boolean }>;
  item(key: string, itemId: string): Promise<Item | undefined>;
  /** Text so far of the message that is streaming in a session. */
  inFlight(key: string): { readonly runId: string; readonly text: string; readonly startedAt: number } | undefined;
  transcript(
    key: string,
    page: TranscriptPage,
  ): Promise<{ readonly rows: readonly StoredTranscriptRow[]; readonly total: number }>;
}
