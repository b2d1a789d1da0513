// Publishes changes of schedules: `cron` and `heartbeat` events.
import { defined } from '#contract/types/defined.ts';
import type { ScheduleNotice } from '#core/jobs/schedules-api.ts';
import type { GatewayBase } from '../server/gateway-base.ts';
import { toJob } from '../openclaw/schedules/job-shape.ts';
import { toLogEntry } from '../openclaw/schedules/run-shape.ts';

/** Publishes a notice. */
export function publishSchedule(gateway: GatewayBase, notice: ScheduleNotice): void {
  if (notice.kind === 'heartbeat') {
    // Every connection gets the event, so it contains no text.
    const { preview: _preview, ...facts } = notice.heartbeat;
    return gateway.publish('heartbeat', facts);
  }
  const { schedule, action } = notice;
  const job = defined({ job: schedule && toJob(schedule, gateway.services.schedules) });
  if (notice.kind === 'schedule') {
    const nextRunAtMs = action === 'removed' ? undefined : notice.schedule.nextTickMs;
    return gateway.publish('cron', { jobId: notice.schedule.id, action, ...job, ...defined({ nextRunAtMs }) });
  }
  const { run } = notice;
  if (action === 'started') {
    const started = { runAtMs: run.claimedAtMs, runId: run.id, ...defined({ sessionKey: run.sessionKey }) };
    return gateway.publish('cron', { jobId: run.jobId, action, ...job, ...started });
  }
  const { ts: _ts, jobName: _name, ...end } = toLogEntry(run, schedule);
  gateway.publish('cron', { ...end, ...job });
}
