// A kind of background job: what it does, and how it is retried and recovered.
import type { CrashPolicy, Job, JobChange, JobProgress } from '../ports/jobs.ts';
import type { SystemEvent } from '../ports/schedules.ts';

/** How a job ended. */
export type JobEnd = Pick<Job, 'code' | 'reason' | 'error' | 'result'> & {
  readonly state: 'done' | 'failed' | 'canceled';
  /** Events to queue, saved together with the end. */
  readonly events?: readonly SystemEvent[];
};

/** What a handler gets for one attempt. */
export interface JobContext {
  readonly job: Job;
  /** Aborts when the job is canceled, at its time limit, and when the host stops. The handler must then return soon. */
  readonly signal: AbortSignal;
  /**
   * Runs a step once: one that is done isn't repeated by a later attempt, which gets the same result. What happens to a step
   * that a crash cut off depends on its policy; with `rerun-with-key`, `again` says that the receiver may already know the key.
   * The result must be JSON.
   */
  readonly step: <T>(name: string, afterCrash: CrashPolicy, work: (again: boolean) => Promise<T>) => Promise<T>;
  /** Shows progress. It is saved with the next change of state. */
  readonly report: (progress: JobProgress) => void;
  /** Marks the job as waiting for something outside, or as running again. */
  readonly setWaiting: (isWaiting: boolean) => void;
}

/** A kind of job. */
export interface JobKind {
  readonly kind: string;
  /** Failed attempts are repeated up to this number of attempts. Absent: never. */
  readonly retry?: { readonly attempts: number; readonly firstDelayMs: number; readonly maxDelayMs: number };
  run(context: JobContext): Promise<JobEnd>;
  /** The end of a job that a previous process left running, if it has ended since. Absent or undefined: it is run again. */
  findEnd?(job: Job): Promise<JobEnd | undefined>;
  /** Saves the end of a job; `save` writes it together with what changes with it. Absent: nothing changes. */
  settle?(job: Job, save: (job: Job, change?: JobChange) => Promise<void>): Promise<void>;
}

/** Declares a kind of job. */
export function defineJob(kind: JobKind): JobKind {
  return kind;
}

/** The end of a job that may have had effects and isn't retried. */
export function interruptedEnd(reason: string): JobEnd {
  return { state: 'failed', code: 'interrupted', reason, error: reason };
}
