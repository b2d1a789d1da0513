// Sessions: the types.
import type { PublishedType } from '../wire/published.ts';
import type { OpenState } from '../sessions/live-events.ts';
import type { SessionEvent } from '../sessions/session-events.ts';
import type { ResetPolicy } from '../sessions/session-lifecycle.ts';
import type { SessionView } from '../sessions/session-view.ts';

/** A row of the session list: the published shape, with the facts of the run that live rows carry besides. */
export type SessionRow = PublishedType<'SessionRow'> & {
  readonly hasActiveRun?: boolean;
  readonly activeRunIds?: readonly string[];
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly runtimeMs?: number;
  readonly abortedLastRun?: boolean;
  readonly thinkingLevel?: string;
  readonly category?: string;
  /** Ours: policies of this session alone. */
  readonly resetPolicy?: ResetPolicy;
  readonly retentionDays?: number;
};

/** Answer to `sessions.list`. */
export interface SessionsListResult {
  readonly ts: number;
  readonly path: string;
  readonly count: number;
  readonly totalCount: number;
  readonly limitApplied: number;
  readonly nextOffset: number | null;
  /** There is one owner, so nobody is listed. */
  readonly owners: readonly [];
  readonly hasMore: boolean;
  readonly defaults: { readonly modelProvider: string; readonly model: string; readonly contextTokens: number };
  readonly sessions: readonly SessionRow[];
}

/** Answer to `sessions.create`. */
export interface SessionsCreateResult {
  readonly ok: true;
  readonly key: string;
  readonly sessionId: string;
  readonly entry: SessionRow;
  readonly runStarted: boolean;
  readonly runId?: string;
  readonly resolved: { readonly modelProvider: string; readonly model: string };
}

/** Answer to `sessions.patch` and `sessions.reset`. */
export interface SessionsPatchResult {
  readonly ok: true;
  readonly path: string;
  readonly key: string;
  readonly entry: SessionRow;
  readonly resolved: { readonly modelProvider: string; readonly model: string };
}

/** Where a session stands. Follow it with `session.event` and `session.live` events. */
export interface SessionWatchResult {
  readonly key: string;
  readonly sessionId: string;
  readonly row?: SessionRow;
  /** The view with its last items; absent when `events` continue what the caller has. */
  readonly view?: SessionView;
  readonly hasOlder: boolean;
  /** Durable events after the caller's `afterSeq`. */
  readonly events?: readonly SessionEvent[];
  readonly open: OpenState;
}
