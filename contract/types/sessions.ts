// Sessions: types.
import type { SessionPersona } from './personas.ts';
import type { ApprovalMode } from './approval-modes.ts';
import type { QuotaWait } from './quota.ts';
import type { PublishedType } from '../wire/published.ts';
import type { OpenState } from '../sessions/live-events.ts';
import type { SessionEvent } from '../sessions/session-events.ts';
import type { ResetPolicy } from '../sessions/session-lifecycle.ts';
import type { SessionView } from '../sessions/session-view.ts';

/** Days for which a deleted session can be restored. */
export const RESTORABLE_DAYS = 30;

/** A row of the session list: the published shape plus the state of the run. */
export type SessionRow = PublishedType<'SessionRow'> & {
  readonly hasActiveRun?: boolean;
  readonly activeRunIds?: readonly string[];
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly runtimeMs?: number;
  readonly abortedLastRun?: boolean;
  readonly thinkingLevel?: string;
  readonly category?: string;
  /** Gatehouse extension: when it was deleted; only in lists of deleted sessions. */
  readonly deletedAt?: number;
  /** Gatehouse extension: its run waits for a slot. Its status is `running` for other clients. */
  readonly isQueued?: true;
  /** Gatehouse extension: its run waits for a provider's limit to reset. Its status is `running`. */
  readonly quota?: QuotaWait;
  /** Gatehouse extension: policies of this session. */
  readonly resetPolicy?: ResetPolicy;
  /** Gatehouse extension: the session's own approval mode; absent if its agent's applies. */
  readonly approvalMode?: ApprovalMode;
  readonly retentionDays?: number;
  /** Gatehouse extension: the kind of its machine; absent until one is chosen. */
  readonly machine?: string;
  /** Gatehouse extension: its persona. */
  readonly persona?: Pick<SessionPersona, 'id' | 'name'>;
  /** Gatehouse extension: the project that it belongs to. */
  readonly projectId?: string;
};

/** Result of `sessions.list`. */
export interface SessionsListResult {
  readonly ts: number;
  readonly path: string;
  readonly count: number;
  readonly totalCount: number;
  readonly limitApplied: number;
  readonly nextOffset: number | null;
  /** Always empty: Gatehouse has a single owner. */
  readonly owners: readonly [];
  readonly hasMore: boolean;
  readonly defaults: { readonly modelProvider: string; readonly model: string; readonly contextTokens: number };
  readonly sessions: readonly SessionRow[];
}

/** Result of `sessions.patch` and `sessions.reset`. */
export interface SessionsPatchResult {
  readonly ok: true;
  readonly path: string;
  readonly key: string;
  readonly entry: SessionRow;
  readonly resolved: { readonly modelProvider: string; readonly model: string };
}

/** Result of `sessions.create`. */
export interface SessionsCreateResult extends Omit<SessionsPatchResult, 'path'> {
  readonly sessionId: string;
  readonly runStarted: boolean;
  readonly runId?: string;
  /** The worktree that was created for it, or that it works in. */
  readonly worktree?: { readonly id: string; readonly path: string; readonly branch: string };
}

/** The current state of a session. `session.event` and `session.live` events follow. */
export interface SessionWatchResult {
  readonly key: string;
  readonly sessionId: string;
  readonly row?: SessionRow;
  /** The view with its last items; absent if `events` continue the caller's state. */
  readonly view?: SessionView;
  readonly hasOlder: boolean;
  /** Durable events after the caller's `afterSeq`. */
  readonly events?: readonly SessionEvent[];
  readonly open: OpenState;
}
