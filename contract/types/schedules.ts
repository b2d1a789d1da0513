// Schedules and their run history: types.
import type { PublishedType } from '../wire/published.ts';

type Job = PublishedType<'CronJob'>;

/** A page of a list. */
interface Page {
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly hasMore: boolean;
  readonly nextOffset: number | null;
}

type ById = { readonly id: string } | { readonly jobId: string };

/** Where results would be delivered. */
export interface DeliveryPreview {
  readonly label: string;
  readonly detail: string;
}

/** Result of `cron.list`. */
export interface CronPage extends Page {
  readonly jobs: readonly Job[];
  /** Changes whenever a schedule changes. */
  readonly snapshotRevision: string;
  readonly deliveryPreviews?: Readonly<Record<string, DeliveryPreview>>;
}

/** Result of `cron.runs`. */
export interface CronRunPage extends Page {
  readonly entries: readonly PublishedType<'CronRunLogEntry'>[];
}

/** Result of `cron.status`. */
export interface CronStatus {
  readonly enabled: boolean;
  readonly storePath: string;
  readonly storage: 'sqlite';
  readonly sqlitePath: string;
  readonly jobs: number;
  readonly nextWakeAtMs: number | null;
}

/** Parameters of `cron.update`. The published type lacks the fields next to the ID, which the published schema has. */
export type CronUpdate = ById & {
  /** Fields of `cron.add`; null removes one. */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly expectedConfigRevision?: string;
};

/** Parameters of `cron.run`, likewise. */
export type CronRun = ById & {
  readonly mode?: 'due' | 'force' | 'if-enabled';
  /** Gatehouse extension. */
  readonly idempotencyKey?: string;
  readonly expectedProcessInstanceId?: string;
};

/** Result of `cron.run`: started, or why not. */
export type CronRunAnswer =
  | { readonly ok: true; readonly enqueued: true; readonly runId: string; readonly processInstanceId: string }
  | { readonly ok: true; readonly ran: false; readonly reason: 'not-due' | 'disabled' | 'already-running' };

/** A tick or manual run (Gatehouse extension). */
export interface ScheduleRunRow {
  readonly runId: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly agentId: string;
  /** When it was due; absent for manual runs. */
  readonly tickMs?: number;
  readonly status: 'claimed' | 'ok' | 'error' | 'skipped' | 'missed' | 'interrupted';
  /** Why it was skipped, missed or interrupted. */
  readonly reason?: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly sessionKey?: string;
  readonly summary?: string;
  readonly error?: string;
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** US dollars; absent if the price is unknown. */
  readonly costUsd?: number;
}

/** Settings that the published job lacks (Gatehouse extension). */
export interface ScheduleSettings {
  readonly id: string;
  /** The schedule's own setting; null uses the configuration's value. */
  readonly missedRuns: 'skip' | 'once' | 'all' | null;
  readonly nextTimes: readonly number[];
}
