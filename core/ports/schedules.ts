// Ports of schedules: what is due when, what became of each tick, and what waits for an agent's next heartbeat.
import type { ScheduleRunRow } from '#contract/types/schedules.ts';
import type { Usage } from '#contract/types/content.ts';
import type { AuditDraft } from './audit.ts';

/** When a schedule falls due: once at an ISO time, at a fixed interval, or by a cron expression in a time zone. */
export type Cadence =
  | { readonly kind: 'at'; readonly at: string }
  | { readonly kind: 'every'; readonly everyMs: number; readonly anchorMs?: number }
  | { readonly kind: 'cron'; readonly expr: string; readonly tz?: string; readonly staggerMs?: number };

/** What a schedule does. `heartbeat` follows from an agent's settings; clients can't create one. */
export type SchedulePayload =
  | {
      readonly kind: 'agentTurn';
      readonly message: string;
      readonly model?: string;
      readonly fallbacks?: string[];
      readonly thinking?: string;
      readonly timeoutSeconds?: number;
      readonly allowUnsafeExternalContent?: boolean;
      readonly lightContext?: boolean;
    }
  | { readonly kind: 'systemEvent'; readonly text: string }
  | { readonly kind: 'heartbeat' };

/** Where results are to be delivered. Stored; deliveries aren't implemented yet. */
interface DeliveryTarget {
  readonly channel?: string;
  readonly threadId?: string | number;
  readonly accountId?: string;
  readonly bestEffort?: boolean;
  readonly failureDestination?: {
    readonly channel?: string;
    readonly to?: string;
    readonly accountId?: string;
    readonly mode?: 'announce' | 'webhook';
  };
}

/** Delivery settings of a schedule. */
export type ScheduleDelivery = DeliveryTarget &
  (
    | { readonly mode: 'none'; readonly to?: string }
    | {
        readonly mode: 'announce';
        readonly to?: string;
        readonly completionDestination?: { readonly mode: 'webhook'; readonly to: string };
      }
    | { readonly mode: 'webhook'; readonly to: string }
  );

/** When and where to report failures of a schedule. */
export interface FailureAlert {
  readonly after?: number;
  readonly channel?: string;
  readonly to?: string;
  readonly cooldownMs?: number;
  readonly includeSkipped?: boolean;
  readonly mode?: 'announce' | 'webhook';
  readonly accountId?: string;
}

/** How the last ticks went, for lists. */
export interface ScheduleState {
  readonly lastRunAtMs?: number;
  readonly lastRunStatus?: 'ok' | 'error' | 'skipped';
  readonly lastError?: string;
  readonly lastDurationMs?: number;
  readonly consecutiveErrors: number;
  readonly consecutiveSkipped: number;
}

/** One schedule. Times are Unix ms. */
export interface ScheduleRecord {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly cadence: Cadence;
  /** `main`, `isolated`, or `session:<key>`. */
  readonly sessionTarget: string;
  readonly wakeMode: 'now' | 'next-heartbeat';
  readonly payload: SchedulePayload;
  /** The agent it was made for; absent: the default agent of the moment. */
  readonly agentId?: string;
  readonly sessionKey?: string;
  readonly description?: string;
  readonly displayName?: string;
  readonly declarationKey?: string;
  readonly owner?: { readonly agentId?: string; readonly sessionKey?: string; readonly accountId?: string };
  readonly delivery?: ScheduleDelivery;
  readonly failureAlert?: FailureAlert | false;
  readonly deleteAfterRun?: boolean;
  /** What is done about its missed ticks; absent: what the configuration says. */
  readonly missedRuns?: 'skip' | 'once' | 'all';
  /** The next tick. It moves on only together with the row of the tick before it. Absent: none comes. */
  readonly nextTickMs?: number;
  readonly state: ScheduleState;
}

/** What became of one tick, or of a run that somebody asked for. */
export interface ScheduleRun {
  /** The run as clients know it. */
  readonly id: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly agentId: string;
  /** The tick; absent for a run that was asked for. At most one row has it. */
  readonly tickMs?: number;
  /** `claimed`: it may be acting. The others are ends. */
  readonly status: ScheduleRunRow['status'];
  /** Why it was skipped, missed or interrupted. */
  readonly reason?: string;
  /** The engine's run, and the last part of an isolated session's key. */
  readonly runId: string;
  readonly claimedAtMs: number;
  readonly endedAtMs?: number;
  readonly sessionKey?: string;
  readonly sessionId?: string;
  readonly summary?: string;
  readonly error?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly usage?: Usage;
}

/** Something an agent is to be told at its next heartbeat. */
export interface SystemEvent {
  readonly id: string;
  readonly agentId: string;
  readonly sessionKey: string;
  readonly text: string;
  readonly createdAtMs: number;
}

/** Which rows of the history. */
export interface ScheduleRunQuery {
  readonly jobId?: string;
  readonly id?: string;
  readonly agentId?: string;
  readonly statuses?: readonly ScheduleRun['status'][];
  /** Words in the job's name, the summary or the error. */
  readonly search?: string;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
}

/** Schedules, their ticks and what waits. Each call is on disk when it returns, whole or not at all. */
export interface ScheduleStore {
  /** By age, the oldest first. */
  list(): Promise<readonly ScheduleRecord[]>;
  save(schedule: ScheduleRecord, audit?: AuditDraft): Promise<void>;
  /** Returns false when there is none. Its rows stay. */
  remove(id: string, audit?: AuditDraft): Promise<boolean>;
  /**
   * Writes the rows whose tick has none yet, and the schedule with its next tick. Returns the rows that were written:
   * who finds a tick missing there must not act on it.
   */
  claim(schedule: ScheduleRecord | undefined, runs: readonly ScheduleRun[]): Promise<readonly ScheduleRun[]>;
  /** Writes how a claimed row ended, with what that changes in its schedule. */
  settle(
    run: ScheduleRun,
    change?: { readonly save: ScheduleRecord } | { readonly remove: string },
    events?: readonly SystemEvent[],
  ): Promise<void>;
  /** Rows that are claimed, the oldest first. */
  unfinished(): Promise<readonly ScheduleRun[]>;
  run(id: string): Promise<ScheduleRun | undefined>;
  /** Rows by the time of their claim. */
  runs(query: ScheduleRunQuery): Promise<{ readonly runs: readonly ScheduleRun[]; readonly total: number }>;
  /** Removes all but the newest `keep` ended rows of each schedule; returns how many went. */
  prune(keep: number): Promise<number>;

  /** Adds an event, unless the same text waits for the same session already. */
  queueEvent(event: SystemEvent): Promise<'queued' | 'coalesced'>;
  /** Events that wait, the oldest first; of one agent, or all. */
  waitingEvents(agentId?: string): Promise<readonly SystemEvent[]>;
  /** Takes all of a session's events for a run: no other run gets them. */
  takeEvents(sessionKey: string, runId: string): Promise<readonly SystemEvent[]>;
  /** The run has them: they are gone. */
  dropTaken(runId: string): Promise<void>;
  /** The run never began: they wait again. */
  returnTaken(runId: string): Promise<void>;
  /** Runs that took events and neither dropped nor returned them. */
  takers(): Promise<readonly string[]>;
}

/** Understands cron expressions. */
export interface CronExpressions {
  /** Describes what is wrong with an expression or a time zone; undefined when both are valid. */
  violation(expr: string, timeZone: string | undefined): string | undefined;
  /** The first time after `afterMs`; undefined when none comes. The expression must be valid. */
  next(expr: string, timeZone: string | undefined, afterMs: number): number | undefined;
}
