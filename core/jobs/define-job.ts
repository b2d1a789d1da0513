// A kind of background job: what it does, and how it is retried and recovered.
import type { CrashPolicy, Job, JobChange, JobProgress } from '../ports/jobs.ts';
import type { SystemEvent } from '../ports/schedules.ts';

/** How a job ended. */
export type JobEnd = Pick<Job, 'code' | 'reason' | 'error' | 'result'> & {
  readonly state: 'done' | 'failed' | 'canceled';
  /** Trying again is pointless, so the job isn't retried. */
  readonly isFinal?: true;
  /** Events to queue, saved together with the end. */
  readonly events?: readonly SystemEvent[];
};

/** Context of one attempt of a job. */
export interface JobContext {
  readonly job: Job;
  /** Aborts when the job is canceled, at its time limit, and when the host stops. The handler must then return soon. */
  readonly signal: AbortSignal;
  /**
   * Runs a step once: a later attempt gets the same result, which must be JSON. The policy decides about a step that a crash
   * interrupted; with `rerun-with-key`, `again` is true if the receiver may already know the key.
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
  /** The end of a job that was active when the previous process stopped. Absent or undefined: it is run again. */
  findEnd?(job: Job): Promise<JobEnd | undefined>;
  /** Saves the end of a job with other changes in one transaction. Absent: there are none. */
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
