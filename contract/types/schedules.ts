// Schedules and their run history: the types.
import type { PublishedType } from '../wire/published.ts';

type Job = PublishedType<'CronJob'>;

/** One page of a list that has an end. */
interface Page {
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly hasMore: boolean;
  readonly nextOffset: number | null;
}

type ById = { readonly id: string } | { readonly jobId: string };

/** What would be delivered where. */
export interface DeliveryPreview {
  readonly label: string;
  readonly detail: string;
}

/** Answer to `cron.list`. */
export interface CronPage extends Page {
  readonly jobs: readonly Job[];
  /** Another one whenever a schedule changed. */
  readonly snapshotRevision: string;
  readonly deliveryPreviews?: Readonly<Record<string, DeliveryPreview>>;
}

/** Answer to `cron.runs`. */
export interface CronRunPage extends Page {
  readonly entries: readonly PublishedType<'CronRunLogEntry'>[];
}

/** Answer to `cron.status`. */
export interface CronStatus {
  readonly enabled: boolean;
  readonly storePath: string;
  readonly storage: 'sqlite';
  readonly sqlitePath: string;
  readonly jobs: number;
  readonly nextWakeAtMs: number | null;
}

/** Params of `cron.update`. The published type has lost what stands beside the id; the published schema has not. */
export type CronUpdate = ById & {
  /** Fields of `cron.add`; null takes one away. */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly expectedConfigRevision?: string;
};

/** Params of `cron.run`, likewise. */
export type CronRun = ById & {
  readonly mode?: 'due' | 'force' | 'if-enabled';
  readonly expectedProcessInstanceId?: string;
};

/** Answer to `cron.run`: begun, or why not. */
export type CronRunAnswer =
  | { readonly ok: true; readonly enqueued: true; readonly runId: string; readonly processInstanceId: string }
  | { readonly ok: true; readonly ran: false; readonly reason: 'not-due' | 'disabled' | 'already-running' };

/** One tick, or one run that was asked for, with everything that is known of it (ours). */
export interface ScheduleRunRow {
  readonly runId: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly agentId: string;
  /** When it was due; absent when it was asked for. */
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
  /** US dollars; absent when the price is unknown. */
  readonly costUsd?: number;
}

/** What the published job has no place for (ours). */
export interface ScheduleSettings {
  readonly id: string;
  /** What it says for itself; null: it follows the configuration. */
  readonly missedRuns: 'skip' | 'once' | 'all' | null;
  readonly nextTimes: readonly number[];
}
