// Ports of schedules: when they are due, and events queued for an agent's next heartbeat.
import type { PublishedType } from '#contract/wire/published.ts';
import type { RunDelivery } from './run-delivery.ts';
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
      readonly fallbacks?: readonly string[];
      readonly thinking?: string;
      readonly timeoutSeconds?: number;
      readonly allowUnsafeExternalContent?: boolean;
      readonly lightContext?: boolean;
    }
  | { readonly kind: 'systemEvent'; readonly text: string }
  | { readonly kind: 'heartbeat' };

/** Where results and failures are sent, as the client wrote it. */
type Deliveries = Pick<PublishedType<'CronAddParams'>, 'delivery' | 'failureAlert'>;

/** Results of the latest ticks, for lists. */
export interface ScheduleState {
  readonly lastRunAtMs?: number;
  readonly lastRunStatus?: 'ok' | 'error' | 'skipped';
  readonly lastError?: string;
  readonly lastDurationMs?: number;
  readonly consecutiveErrors: number;
  readonly consecutiveSkipped: number;
  readonly lastDelivery?: RunDelivery;
  readonly lastFailureAlertAtMs?: number;
}

/** One schedule. Times are Unix ms. */
export interface ScheduleRecord extends Deliveries {
  readonly id: string;
  /** The user whose schedule it is. */
  readonly ownerId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly cadence: Cadence;
  /** `main`, `isolated`, or `session:<key>`. */
  readonly sessionTarget: string;
  readonly wakeMode: 'now' | 'next-heartbeat';
  readonly payload: SchedulePayload;
  /** The agent of the schedule; absent: the current default agent. */
  readonly agentId?: string;
  readonly sessionKey?: string;
  readonly description?: string;
  readonly displayName?: string;
  readonly declarationKey?: string;
  readonly owner?: { readonly agentId?: string; readonly sessionKey?: string; readonly accountId?: string };
  readonly deleteAfterRun?: boolean;
  /** Policy for missed ticks; absent: as configured. */
  readonly missedRuns?: 'skip' | 'once' | 'all';
  /** The next tick. It advances only together with the job of the previous tick. Absent: there is none. */
  readonly nextTickMs?: number;
  readonly state: ScheduleState;
}

/** An event queued for an agent's next heartbeat. */
export interface SystemEvent {
  readonly id: string;
  readonly ownerId: string;
  readonly agentId: string;
  readonly sessionKey: string;
  readonly text: string;
  readonly createdAtMs: number;
}

/** Schedules and queued events. Each call is atomic and on disk when it returns. */
export interface ScheduleStore {
  /** Oldest first. */
  list(): Promise<readonly ScheduleRecord[]>;
  save(schedule: ScheduleRecord, audit?: AuditDraft): Promise<void>;
  /** Returns false when it does not exist. Its jobs are kept. */
  remove(id: string, audit?: AuditDraft): Promise<boolean>;

  /** Queues an event, unless the same text is already queued for the session. */
  queueEvent(event: SystemEvent): Promise<'queued' | 'coalesced'>;
  /** Queued events of one agent or all, oldest first. */
  waitingEvents(agentId?: string): Promise<readonly SystemEvent[]>;
  /** Assigns all queued events of a session to a run. */
  takeEvents(sessionKey: string, runId: string): Promise<readonly SystemEvent[]>;
  /** Removes the events assigned to a run, once it has received them. */
  dropTaken(runId: string): Promise<void>;
  /** Returns the events of a run that never started to the queue. */
  returnTaken(runId: string): Promise<void>;
  /** Runs with assigned events that were neither removed nor returned. */
  takers(): Promise<readonly string[]>;
}

/** Understands cron expressions. */
export interface CronExpressions {
  /** Describes what is wrong with an expression or a time zone; undefined when both are valid. */
  violation(expr: string, timeZone: string | undefined): string | undefined;
  /** The first time after `afterMs`; undefined when none comes. The expression must be valid. */
  next(expr: string, timeZone: string | undefined, afterMs: number): number | undefined;
}
