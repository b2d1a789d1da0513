// Reads of conversations. They change nothing and never wait for a run.
import type { OpenState } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { Item, SessionView } from '#contract/sessions/session-view.ts';
import type { EarlierConversationRow } from '#contract/types/session-history.ts';
import type { SessionRecord, SessionStore } from '../ports/sessions-store.ts';
import type { RowContent } from '../transcript/row-content.ts';

/** A page of a session's items. */
export interface ItemPage {
  readonly items: readonly Item[];
  readonly hasOlder: boolean;
}

/** How a person or a link refers to a session. `shortId` is a prefix of its id, `reference` a link or any of the others. */
export interface SessionSelector {
  readonly by: 'key' | 'sessionId' | 'label' | 'shortId' | 'reference';
  readonly text: string;
  readonly agentId?: string | undefined;
  /** Title in the link, which decides if several sessions match. */
  readonly slug?: string | undefined;
}

/** Reads of conversations. Keys are canonical. */
export interface QueriesFacet extends Pick<SessionStore, 'entry' | 'rowsAfter'> {
  /** The view with its last `limit` items, long texts truncated, and the open state. The next notice continues from there. */
  watch(
    key: string,
    limit: number,
  ): Promise<{ readonly view: SessionView; readonly hasOlder: boolean; readonly open: OpenState }>;
  /** Events after `afterSeq`, or undefined when there are too many to continue. */
  eventsSince(
    key: string,
    afterSeq: number,
  ): Promise<{ readonly events: readonly SessionEvent[]; readonly open: OpenState } | undefined>;
  olderItems(key: string, beforeSeq: number, limit: number): Promise<ItemPage>;
  item(key: string, itemId: string): Promise<Item | undefined>;
  /** The text so far of the streaming message of a session. */
  inFlight(key: string): { readonly runId: string; readonly text: string; readonly startedAt: number } | undefined;
  readonly transcript: SessionStore['rows'];
  readonly search: SessionStore['searchMessages'];
  /** The last messages of a session, at most `limit`, oldest first. */
  preview(key: string, limit: number): Promise<readonly RowContent[]>;
  /** Conversations closed by resets, newest first. */
  conversations(key: string): Promise<readonly EarlierConversationRow[]>;
  /** Sessions that a selector names; more than one if it is ambiguous. */
  find(selector: SessionSelector): Promise<readonly SessionRecord[]>;
}
