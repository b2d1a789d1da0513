// Publishes changes of schedules: `cron` and `heartbeat` events.
import type { ScheduleNotice } from '#core/jobs/schedules-api.ts';
import type { GatewayRuntime } from '../server/runtime.ts';
import { toJob } from '../openclaw/schedules/job-shape.ts';
import { toLogEntry } from '../openclaw/schedules/run-shape.ts';

/** Publishes a notice. */
export function publishSchedule(gateway: Pick<GatewayRuntime, 'publish' | 'services'>, notice: ScheduleNotice): void {
  if (notice.kind === 'heartbeat') {
    // Every connection gets the event; texts are only for those with the read scope.
    const { preview: _said, ...facts } = notice.heartbeat;
    return gateway.publish('heartbeat', facts);
  }
  const { schedules } = gateway.services;
  const { schedule } = notice;
  const job = schedule === undefined ? {} : { job: toJob(schedule, schedules) };
  const next = schedule?.nextTickMs === undefined ? {} : { nextRunAtMs: schedule.nextTickMs };
  if (notice.kind === 'schedule') {
    const { action } = notice;
    const shown = action === 'removed' ? {} : next;
    return gateway.publish('cron', { jobId: notice.schedule.id, action, ...job, ...shown });
  }
  const { run, action } = notice;
  if (action === 'started') {
    const started = {
      runAtMs: run.claimedAtMs,
      runId: run.id,
      ...(run.sessionKey === undefined ? {} : { sessionKey: run.sessionKey }),
    };
    return gateway.publish('cron', { jobId: run.jobId, action, ...job, ...started });
  }
  const { ts: _ts, jobName: _name, ...end } = toLogEntry(run, schedule);
  gateway.publish('cron', { ...end, ...job });
}
