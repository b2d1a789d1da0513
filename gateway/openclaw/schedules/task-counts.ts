// Counts of tasks in the OpenClaw dialect.
import type { Schedules } from '#core/jobs/schedules-api.ts';
import type { ScheduleRun } from '#core/ports/schedules.ts';

/** How many tasks there are, in the words of `status`. */
export async function taskCounts(schedules: Pick<Schedules, 'runs'>) {
  const count = async (...statuses: readonly ScheduleRun['status'][]): Promise<number> =>
    (await schedules.runs({ statuses, order: 'desc', limit: 1, offset: 0 })).total;
  const running = await count('claimed');
  const succeeded = await count('ok');
  const failed = await count('error');
  const lost = await count('interrupted');
  const cancelled = await count('skipped', 'missed');
  const total = running + succeeded + failed + lost + cancelled;
  return {
    total,
    active: running,
    terminal: total - running,
    failures: failed + lost,
    byStatus: { queued: 0, running, succeeded, failed, timed_out: 0, cancelled, lost },
    byRuntime: { subagent: 0, acp: 0, cli: 0, cron: total },
  };
}
