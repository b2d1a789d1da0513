// Counts of tasks in the OpenClaw dialect.
import type { JobRunner } from '#core/jobs/job-runner.ts';
import { SCHEDULE_KINDS } from '#core/jobs/schedule-run.ts';
import type { JobQuery } from '#core/ports/jobs.ts';

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
