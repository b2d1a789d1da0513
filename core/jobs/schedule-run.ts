// Jobs of schedules and heartbeats as runs: one for each tick, and for each manual run.
import { defined } from '#contract/types/defined.ts';
import type { ScheduleRunRow } from '#contract/types/schedules.ts';
import { getJobStatus, type Job, type JobQuery, type JobResult, type JobStatus } from '../ports/jobs.ts';

/** Kinds of jobs: the run of a schedule, the tick of a heartbeat, and the delivery of queued events. */
export const SCHEDULE_KINDS = ['schedule', 'heartbeat', 'wake'] as const;

/** The run of one tick, or a run requested manually. */
export interface ScheduleRun extends JobResult, Pick<Job, 'tickMs' | 'reason' | 'endedAtMs' | 'sessionKey' | 'error'> {
  /** Run id shown to clients. */
  readonly id: string;
  /** The schedule. */
  readonly jobId: string;
  readonly jobName: string;
  readonly agentId: string;
  /** `claimed`: it may be running. All others are final. */
  readonly status: ScheduleRunRow['status'];
  /** Run id of the engine, and the last part of an isolated session's key. */
  readonly runId: string;
  readonly claimedAtMs: number;
}

/** Filter of the run history. */
export type ScheduleRunQuery = Omit<JobQuery, 'kinds' | 'subject' | 'statuses'> & {
  readonly jobId?: string;
  readonly statuses?: readonly ScheduleRun['status'][];
};

const RUN_STATUS: Readonly<Record<JobStatus, ScheduleRun['status']>> = {
  pending: 'claimed',
  waiting: 'claimed',
  running: 'claimed',
  retrying: 'claimed',
  done: 'ok',
  failed: 'error',
  'timed-out': 'error',
  canceled: 'error',
  interrupted: 'interrupted',
  skipped: 'skipped',
  missed: 'missed',
};

/** A job of a schedule as a run. */
export function toScheduleRun(job: Job): ScheduleRun {
  const { id, subject, title, agentId = '', key, createdAtMs, tickMs, reason, endedAtMs, sessionKey, error } = job;
  return {
    id,
    jobId: subject,
    jobName: title,
    agentId,
    status: RUN_STATUS[getJobStatus(job)],
    runId: key,
    claimedAtMs: createdAtMs,
    ...defined({ tickMs, reason, endedAtMs, sessionKey, error }),
    ...job.result,
  };
}

/** The filter of the job list that finds the same runs. */
export function toJobQuery({ jobId: subject, statuses, ...query }: ScheduleRunQuery): JobQuery {
  return { ...query, kinds: SCHEDULE_KINDS, ...defined({ subject, statuses: statuses?.flatMap(toJobStatuses) }) };
}

function toJobStatuses(status: ScheduleRun['status']): readonly JobStatus[] {
  // The keys of a record of all statuses.
  const all = Object.entries(RUN_STATUS) as readonly (readonly [JobStatus, ScheduleRun['status']])[];
  return all.flatMap(([job, run]) => (run === status ? [job] : []));
}
