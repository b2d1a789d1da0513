// Sessions: create, change, reset, delete, restore, compact.
import type { SessionPatch, SessionQuery, SessionRecord } from '../ports/sessions-store.ts';
import type { Principal } from '../principal.ts';

type Options =
  | 'title'
  | 'workspace'
  | 'projectId'
  | 'model'
  | 'category'
  | 'thinkingLevel'
  | 'persona'
  | 'machine'
  | 'context'
  | 'approvalMode'
  | 'parentKey'
  | 'worktreeId';

/** Options of a new session. */
export interface NewSessionRequest extends Partial<Pick<SessionRecord, Options>> {
  readonly key: string;
}

/** Result of {@link SessionsFacet.compact}. */
export interface CompactResult {
  readonly compacted: boolean;
  readonly summary?: string;
  readonly tokensBefore?: number;
}

/** All sessions. Keys are canonical. Errors are {@link GatewayError}s. */
export interface SessionsFacet {
  /** The canonical key of what a caller entered: `main`, a name, or a full key. @throws when it can't be a key. */
  resolveKey(asked: string, agentId?: string): string;
  /** The same for a change to the session: its agent must exist. */
  resolveWritableKey(asked: string, agentId?: string): string;
  /** The session that a text is for: `sessionKey` if it is given, else the main session of the agent (default: the default agent). */
  resolveTarget(agentId?: string, sessionKey?: string): { readonly agentId: string; readonly sessionKey: string };
  /** The session that a caller entered. @throws when there is none. */
  require(asked: string, agentId?: string): Promise<SessionRecord>;
  get(key: string): Promise<SessionRecord | undefined>;
  list(query: SessionQuery): Promise<{ readonly sessions: readonly SessionRecord[]; readonly total: number }>;
  /** While it stays the same, so do the lists. */
  revision(): number;
  create(request: NewSessionRequest, by: Principal): Promise<SessionRecord>;
  patch(key: string, patch: SessionPatch, by: Principal): Promise<SessionRecord>;
  reset(key: string, by: Principal): Promise<SessionRecord>;
  delete(key: string, by: Principal): Promise<boolean>;
  restore(key: string, by: Principal): Promise<boolean>;
  /** Stops all runs and permanently removes all sessions; returns their number and the removed rows by kind. */
  purgeAll(by: Principal): Promise<{ readonly total: number; readonly removed: Readonly<Record<string, number>> }>;
  /** Permanently removes sessions deleted before a time; returns their number. */
  purgeDeleted(before: number): Promise<number>;
  compact(key: string): Promise<CompactResult>;
  /** Undoes the compaction with the event number `seq`, which must be the latest one in effect. */
  undoCompaction(key: string, seq: number): Promise<void>;
  /** Replaces the text of a summary. */
  editSummary(key: string, seq: number, summary: string): Promise<void>;
}
