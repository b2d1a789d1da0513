// Background jobs: one row per job, and a row per step of its work.
import type { Usage } from '#contract/types/content.ts';
import type { RunDelivery } from './run-delivery.ts';
import type { ScheduleRecord, SystemEvent } from './schedules.ts';

/**
 * `pending`: not started yet. `waiting`: started, and needs something from outside, such as an approval. `retrying`: failed
 * and is tried again at `nextAttemptAtMs`. The last three are final.
 */
export type JobState = 'pending' | 'waiting' | 'running' | 'retrying' | 'done' | 'failed' | 'canceled';

/** Why a job failed or was canceled: its tick was skipped or missed, a crash interrupted it, or it took too long. */
export type JobEndCode = 'skipped' | 'missed' | 'interrupted' | 'timed-out';

/** The progress of a job. */
export interface JobProgress {
  /** From 0 to 1. */
  readonly fraction?: number;
  readonly text?: string;
}

/** The result of a job. */
export interface JobResult {
  readonly summary?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly usage?: Usage;
  readonly sessionId?: string;
  /** Absent if nothing had to be sent. */
  readonly delivery?: RunDelivery;
}

/** A unit of background work. Times are Unix ms. */
export interface Job {
  readonly id: string;
  /** Selects the handler. */
  readonly kind: string;
  /** Jobs with the same key run one at a time, in order. */
  readonly queueKey: string;
  readonly ownerId: string;
  /** Id of its owner, such as a schedule. */
  readonly subject: string;
  readonly title: string;
  readonly agentId?: string;
  readonly sessionKey?: string;
  /** The tick of a schedule; unique per subject. */
  readonly tickMs?: number;
  /** Idempotency key of the work: the engine's run id. */
  readonly key: string;
  /** Input of the handler; JSON. */
  readonly input?: unknown;
  readonly state: JobState;
  readonly code?: JobEndCode;
  /** Attempts started so far. */
  readonly attempts: number;
  readonly nextAttemptAtMs?: number;
  /** Longest time of one attempt, ms. */
  readonly timeLimitMs?: number;
  readonly progress?: JobProgress;
  /** Why it was skipped, missed or interrupted. */
  readonly reason?: string;
  readonly error?: string;
  readonly result?: JobResult;
  readonly createdAtMs: number;
  readonly startedAtMs?: number;
  readonly endedAtMs?: number;
}

/**
 * Policy for a step that a crash interrupted. `rerun`: it is safe to repeat. `rerun-with-key`: it is repeated with the job's
 * key, which the receiver recognizes. `ask`: it may have had effects, so the job ends as interrupted and a person decides.
 */
export type CrashPolicy = 'rerun' | 'rerun-with-key' | 'ask';

/** A step of a job's work. */
export interface JobStep {
  readonly jobId: string;
  /** Unique within the job. */
  readonly name: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly afterCrash: CrashPolicy;
  /** Result of a step that is done; JSON. */
  readonly result?: unknown;
}

/** A job's code if it has one, else its state. */
export type JobStatus = JobState | JobEndCode;

/** Filter of the job list. */
export interface JobQuery extends Partial<Pick<Job, 'id' | 'subject' | 'agentId' | 'sessionKey'>> {
  readonly kinds?: readonly string[];
  readonly statuses?: readonly JobStatus[];
  /** Text in the title, the summary or the error. */
  readonly search?: string;
  readonly order: 'asc' | 'desc';
  readonly limit: number;
  readonly offset: number;
}

/** A page of jobs. */
export interface JobPage {
  readonly jobs: readonly Job[];
  readonly total: number;
}

/** Changes saved in the same transaction as a job. */
export interface JobChange {
  readonly saveSchedule?: ScheduleRecord;
  readonly removeSchedule?: string;
  readonly events?: readonly SystemEvent[];
}

/** Jobs and their steps. Each call is atomic and on disk when it returns. */
export interface JobsStore {
  /** Adds the jobs whose id and tick are new, and returns them. The others must not be run. */
  add(jobs: readonly Job[], change?: JobChange): Promise<readonly Job[]>;
  save(job: Job, change?: JobChange): Promise<void>;
  get(id: string): Promise<Job | undefined>;
  /** Jobs ordered by creation time. */
  list(query: JobQuery): Promise<JobPage>;
  /** Jobs that haven't ended, oldest first. */
  unfinished(): Promise<readonly Job[]>;
  /** Adds or replaces a step. */
  saveStep(step: JobStep): Promise<void>;
  /** Steps of a job in the order in which they were first saved. */
  steps(jobId: string): Promise<readonly JobStep[]>;
  /** Removes all but the newest `keep` ended jobs of each subject; returns the number removed. */
  prune(keep: number): Promise<number>;
}

/** The status of a job, for filters. */
export function getJobStatus({ code, state }: Pick<Job, 'code' | 'state'>): JobStatus {
  return code ?? state;
}

/** Whether a job has ended. */
export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'canceled';
}
