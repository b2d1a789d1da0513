// Background jobs as OpenClaw's tasks.
import { defined } from '#contract/types/defined.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import { SCHEDULE_KINDS } from '#core/jobs/schedule-run.ts';
import type { JobRunner } from '#core/jobs/job-runner.ts';
import { getJobStatus, type Job, type JobQuery, type JobStatus } from '#core/ports/jobs.ts';

type Task = PublishedType<'TaskSummary'>;

/** Longest text of a task in a list, characters. */
const MAX_TASK_TEXT = 120;

/** Interrupted jobs count as failed, jobs that never started as canceled. */
const TASK_STATUS: Readonly<Record<JobStatus, Task['status']>> = {
  pending: 'queued',
  retrying: 'queued',
  running: 'running',
  waiting: 'running',
  done: 'completed',
  failed: 'failed',
  interrupted: 'failed',
  'timed-out': 'timed_out',
  canceled: 'cancelled',
  skipped: 'cancelled',
  missed: 'cancelled',
};

/** A job as a task. */
export function toTask(job: Job): Task {
  const { id, agentId, sessionKey, createdAtMs, startedAtMs, endedAtMs, progress, result } = job;
  const error = job.error ?? job.reason;
  const isScheduled = SCHEDULE_KINDS.some((kind) => kind === job.kind);
  return {
    id,
    taskId: id,
    ...(isScheduled ? { kind: 'automation_run', runtime: 'cron' } : { kind: job.kind }),
    status: TASK_STATUS[getJobStatus(job)],
    title: job.title,
    sessionKey: '',
    ...defined({ agentId, childSessionKey: sessionKey }),
    ownerKey: '',
    runId: job.key,
    sourceId: job.subject,
    createdAt: createdAtMs,
    updatedAt: endedAtMs ?? startedAtMs ?? createdAtMs,
    ...defined({ startedAt: startedAtMs, endedAt: endedAtMs }),
    progressSummary: progress?.text ?? (isScheduled ? 'Running automation.' : 'Running.'),
    ...(result?.summary === undefined ? {} : { terminalSummary: truncateText(result.summary, MAX_TASK_TEXT) }),
    ...(error === undefined ? {} : { error: truncateText(error, MAX_TASK_TEXT) }),
    deliveryStatus: 'not_applicable',
  };
}

/** The job statuses behind task statuses. */
export function toJobStatuses(statuses: readonly Task['status'][]): readonly JobStatus[] {
  // The keys of a record of all statuses.
  const all = Object.entries(TASK_STATUS) as readonly (readonly [JobStatus, Task['status']])[];
  return all.flatMap(([job, task]) => (statuses.includes(task) ? [job] : []));
}

/** Counts tasks by status, as `status` reports them. */
export async function countTasks(jobs: Pick<JobRunner, 'list'>) {
  const count = async (query: Pick<JobQuery, 'kinds' | 'statuses'>): Promise<number> =>
    (await jobs.list({ ...query, order: 'desc', limit: 1, offset: 0 })).total;
  const byStatus = {
    queued: await count({ statuses: ['pending', 'retrying'] }),
    running: await count({ statuses: ['running', 'waiting'] }),
    succeeded: await count({ statuses: ['done'] }),
    failed: await count({ statuses: ['failed'] }),
    timed_out: await count({ statuses: ['timed-out'] }),
    cancelled: await count({ statuses: ['canceled', 'skipped', 'missed'] }),
    lost: await count({ statuses: ['interrupted'] }),
  };
  const total = Object.values(byStatus).reduce((sum, one) => sum + one);
  const active = byStatus.queued + byStatus.running;
  return {
    total,
    active,
    terminal: total - active,
    failures: byStatus.failed + byStatus.timed_out + byStatus.lost,
    byStatus,
    byRuntime: { subagent: 0, acp: 0, cli: 0, cron: await count({ kinds: SCHEDULE_KINDS }) },
  };
}
