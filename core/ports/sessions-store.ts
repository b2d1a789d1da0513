// Store port of sessions: events, transcripts, search, waiting messages.
import type { OpenBlock } from '#contract/sessions/live-events.ts';
import type { RunError, SessionEvent, SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { ResetPolicy } from '#contract/sessions/session-lifecycle.ts';
import type { ApprovalMode } from '#contract/types/approval-modes.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { ContextSettings } from '#contract/types/context.ts';
import type { SessionPersona } from '#contract/types/personas.ts';
import type { Usage } from '#contract/types/content.ts';
import type { AuditDraft } from './audit.ts';
import type { StoredTranscriptRow, TranscriptRow } from './transcript.ts';
import type { UsageRecord } from './usage-store.ts';

/** The stored record of a session. Times are Unix ms. */
export interface SessionRecord {
  readonly key: string;
  /** Changes on reset. */
  readonly sessionId: string;
  readonly agentId: string;
  /** The user whose session it is. */
  readonly ownerId: string;
  readonly title?: string;
  /** Title derived from the first message until the user sets one. */
  readonly derivedTitle?: string;
  readonly preview?: string;
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  readonly model?: string;
  readonly icon?: string;
  readonly color?: string;
  readonly category?: string;
  readonly thinkingLevel?: string;
  /** Part of its system prompt. */
  readonly persona?: SessionPersona;
  /** Limits that replace those of its agent. */
  readonly context?: Partial<ContextSettings>;
  /** Absent: that of its agent. */
  readonly approvalMode?: ApprovalMode;
  /** The kind of machine that it has used or that a person chose for it. Settings apply only to sessions without one. */
  readonly machine?: string;
  /** The project that it belongs to. */
  readonly projectId?: string;
  readonly pinnedAt?: number;
  readonly archivedAt?: number;
  readonly deletedAt?: number;
  readonly unread: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastSeq: number;
  readonly runId?: string;
  readonly runStatus?: 'running' | 'done' | 'failed' | 'aborted' | 'interrupted';
  readonly runStartedAt?: number;
  readonly runEndedAt?: number;
  readonly runError?: RunError;
  readonly usage: Usage;
  readonly contextTokens: number;
  /** The worktree that it works in. */
  readonly worktreeId?: string;
  /** The session that it was forked from. */
  readonly parentKey?: string;
  /** Automatic reset policy; absent: that of its class. */
  readonly resetPolicy?: ResetPolicy;
  /** Days of inactivity after which it is deleted, 0 for never; absent: as for its class. */
  readonly retentionDays?: number;
  /** When a person or program last sent something. */
  readonly lastInteractionAt?: number;
}

/** Changes to a session that aren't events; `undefined` clears a field. */
export type SessionPatch = { readonly [K in keyof SessionRecord]?: SessionRecord[K] | undefined };

/** The changes of one step, written in one transaction. */
export interface SessionCommit {
  readonly key: string;
  /** Creates the session (with the events) when it does not exist. */
  readonly create?: SessionRecord;
  readonly events: readonly SessionEventDraft[];
  readonly ts: number;
  /** Rows for the event at `index` of `events`. */
  readonly rows?: readonly (TranscriptRow & { readonly index: number })[];
  readonly patch?: Partial<SessionRecord>;
  readonly usage?: UsageRecord;
  readonly approval?: ApprovalRecord;
  readonly audit?: AuditDraft;
  /** Forgets the flushed text of the message that is now complete. */
  readonly closesMessage?: string;
  /** A run id, which is unique forever: a second commit with it fails with `DuplicateRun`. */
  readonly claimRun?: string;
  /** Hides the rows of events at or after this number (rewind) or all of them (reset: 1). */
  readonly hideRowsFrom?: number;
  /** Shows exactly the rows of events within these ranges (both ends included), before the rows of this commit are added. */
  readonly showRows?: readonly SeqRange[];
}

/** Events of one session by number, both ends included. */
export interface SeqRange {
  readonly from: number;
  readonly to: number;
}

/** Thrown by {@link SessionStore.commit} when `claimRun` is known. */
export class DuplicateRun extends Error {}

/** Text so far of a message that streams, flushed at least once a second. */
export interface OpenMessage {
  readonly sessionKey: string;
  readonly runId: string;
  readonly messageId: string;
  readonly provider: string;
  readonly model: string;
  readonly blocks: readonly OpenBlock[];
  readonly updatedAt: number;
}

/** Filter of a session list. */
export interface SessionQuery extends Partial<
  Pick<SessionRecord, 'agentId' | 'parentKey' | 'category' | 'workspace' | 'projectId'>
> {
  readonly search?: string;
  readonly archived?: boolean | 'all';
  /** Only deleted sessions that can be restored, instead of the others. */
  readonly deleted?: boolean;
  readonly label?: string;
  readonly updatedSince?: number;
  readonly updatedBefore?: number;
  readonly pinned?: boolean;
  /** Only with an active run. */
  readonly running?: boolean;
  /** Only those that received a message. */
  readonly interacted?: boolean;
  readonly agentIds?: readonly string[];
  /** Key prefixes to exclude, such as `cron:`. */
  readonly exceptPrefixes?: readonly string[];
  /** Prefix of the conversation id. */
  readonly sessionIdPrefix?: string;
  readonly sortBy?: 'updatedAt' | 'lastInteractionAt' | 'oldest';
  readonly limit: number;
  readonly offset: number;
}

/** A conversation closed by a reset, still readable by its id. */
export interface EarlierConversation {
  readonly sessionId: string;
  /** Sequence numbers of its first and last event. */
  readonly fromSeq: number;
  readonly toSeq: number;
  readonly endedAt: number;
  readonly reason: 'user' | 'idle' | 'daily';
}

/** A full-text search of messages. */
export interface MessageSearch {
  readonly text: string;
  readonly agentId?: string;
  readonly keys?: readonly string[];
  /** Also in archived sessions and earlier conversations. */
  readonly archived: boolean;
  readonly limit: number;
}

/** A search hit. */
export interface MessageHit {
  readonly key: string;
  readonly sessionId: string;
  readonly messageId: string;
  readonly role: 'user' | 'assistant';
  readonly ts: number;
  readonly text: string;
  /** Higher is better. */
  readonly score: number;
}

/** The end of a conversation after the event `seq`. A cache of what the log says: it can be missing, and it may be old. */
export interface SessionCheckpoint {
  readonly seq: number;
  /** The version of the fold that made it. */
  readonly foldVersion: number;
  /** The view after that event, with its last items. */
  readonly view: SessionView;
  /** The conversation has older items. */
  readonly hasOlder: boolean;
}

/** Sessions and everything that belongs to them. */
export interface SessionStore {
  /** Writes and syncs, then returns the numbered events. @throws {DuplicateRun} */
  commit(commit: SessionCommit): Promise<readonly SessionEvent[]>;
  get(key: string): Promise<SessionRecord | undefined>;
  list(query: SessionQuery): Promise<{ readonly sessions: readonly SessionRecord[]; readonly total: number }>;
  /** Changes with every write of sessions, before its caller learns of it. While it stays the same, so do all lists. */
  revision(): number;
  /** Sessions that a restart must settle: with an active run, an unresolved approval, or a queued message. */
  unsettled(): Promise<readonly SessionRecord[]>;
  patch(key: string, patch: SessionPatch, audit?: AuditDraft): Promise<SessionRecord>;
  /** Events with `fromSeq <= seq`, in order, at most `limit`. */
  events(key: string, fromSeq: number, limit?: number): Promise<readonly SessionEvent[]>;
  /** The last saved checkpoint; undefined if there is none or it is damaged. */
  checkpoint(key: string): Promise<SessionCheckpoint | undefined>;
  /** Replaces the checkpoint. Doesn't wait for the disk. */
  saveCheckpoint(key: string, checkpoint: SessionCheckpoint): Promise<void>;
  /** Visible transcript rows, oldest first: the page that ends `offset` rows before the end. `sessionId`: an earlier conversation. */
  rows(
    key: string,
    page: { readonly limit: number; readonly offset: number; readonly sessionId?: string },
  ): Promise<{ readonly rows: readonly StoredTranscriptRow[]; readonly total: number }>;
  /** The rows of one entry of the current conversation, and the number of visible rows after them. */
  entry(
    key: string,
    entryId: string,
  ): Promise<{ readonly rows: readonly StoredTranscriptRow[]; readonly after: number }>;
  /** Rows of events after `seq`; undefined when some were hidden since, or when there are more than `limit`. */
  rowsAfter(key: string, seq: number, limit: number): Promise<readonly StoredTranscriptRow[] | undefined>;
  hasWaiting(key: string): Promise<boolean>;
  /** Conversations closed by resets, newest first. */
  conversations(key: string): Promise<readonly EarlierConversation[]>;
  /** The session whose current or earlier conversation has this id. */
  findConversation(sessionId: string): Promise<string | undefined>;
  /** Messages that contain all words, best match first; only from conversations of sessions that aren't deleted. */
  searchMessages(query: MessageSearch): Promise<readonly MessageHit[]>;
  /** The session that claimed a run id. */
  findRun(runId: string): Promise<{ readonly sessionKey: string } | undefined>;
  saveOpenMessage(message: OpenMessage): Promise<void>;
  openMessages(): Promise<readonly OpenMessage[]>;
  dropOpenMessage(messageId: string): Promise<void>;
  /** The shortest retention set on any session, days; undefined when there is none. */
  leastRetentionDays(): Promise<number | undefined>;
  /** Keys of all sessions, including deleted ones. */
  keys(): Promise<readonly string[]>;
  /** Permanently removes all conversations and the details of earlier audit entries; returns the removed rows by kind. */
  purgeAll(audit: AuditDraft): Promise<Readonly<Record<string, number>>>;
  /** Permanently removes sessions deleted before a time; returns their number. */
  purgeDeleted(before: number): Promise<number>;
}
