// Schedules and heartbeats in the OpenClaw dialect.
import { defined } from '#contract/types/defined.ts';
import { createHash } from 'node:crypto';
import type { DeliveryPreview } from '#contract/types/schedules.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { ScheduleRecord } from '#core/ports/schedules.ts';
import type { RunDelivery } from '#core/ports/run-delivery.ts';
import type { Schedules } from '#core/jobs/schedules-api.ts';

type Job = PublishedType<'CronJob'>;

/** The delivery status of a run. */
export function deliveryFacts(delivery: RunDelivery | undefined) {
  return { status: delivery?.status ?? 'not-requested', error: delivery?.error } as const;
}

/** The delivery status in a list. */
export function deliveryPreview(schedule: ScheduleRecord): DeliveryPreview {
  const { mode = 'none', channel, to } = schedule.delivery ?? {};
  if (mode === 'none') return { label: 'not requested', detail: 'not requested' };
  const target = [channel ?? 'last', to].filter((part) => typeof part === 'string').join(' ');
  return { label: target, detail: schedule.state.lastDelivery?.error ?? `Results are sent to ${target}.` };
}

/** The job in events. */
export function toJob(schedule: ScheduleRecord, schedules: Pick<Schedules, 'runningSince'>): Job {
  const { cadence, nextTickMs: _next, state: _state, missedRuns: _ours, ownerId: _owner, payload, ...facts } = schedule;
  const isTurn = payload.kind === 'agentTurn';
  return {
    ...facts,
    schedule: cadence,
    // The agent's own tools with its own approvals: a schedule can't allow more.
    payload: isTurn ? { ...payload, toolsAllow: ['*'] } : payload,
    ...(isTurn ? { scheduledToolPolicy: { version: 1, mode: 'trusted' } } : {}),
    state: toState(schedule, schedules.runningSince(schedule.id)),
  };
}

/** The job in results: with its revision, and its next and last run. */
export function jobAnswer(schedule: ScheduleRecord, schedules: Pick<Schedules, 'runningSince'>): Job {
  const { lastRunAtMs, lastRunStatus, lastError: lastRunError } = schedule.state;
  return {
    ...toJob(schedule, schedules),
    configRevision: configRevision(schedule),
    ...defined({ nextRunAtMs: schedule.nextTickMs, lastRunAtMs, lastRunStatus, lastRunError }),
  };
}

/** A hash of the settings of a schedule. Runs don't change it. */
export function configRevision(schedule: ScheduleRecord): string {
  const { nextTickMs: _next, state: _state, updatedAtMs: _time, ownerId: _owner, ...decided } = schedule;
  const sorted = Object.entries(decided).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `sha256:${createHash('sha256').update(JSON.stringify(sorted)).digest('base64url')}`;
}

function toState(schedule: ScheduleRecord, runningAtMs: number | undefined): Job['state'] {
  const { nextTickMs } = schedule;
  const { lastDelivery, ...state } = schedule.state;
  const now = defined({ nextRunAtMs: nextTickMs, runningAtMs });
  if (state.lastRunAtMs === undefined) return now;
  const { status: lastDeliveryStatus, error: lastDeliveryError } = deliveryFacts(lastDelivery);
  const optional = defined({ lastStatus: state.lastRunStatus, lastDeliveryError });
  return { ...now, ...state, ...optional, lastDelivered: lastDeliveryStatus === 'delivered', lastDeliveryStatus };
}

/** Heartbeat settings of all agents as the protocol lists them. */
export function listHeartbeats(schedules: Pick<Schedules, 'heartbeats'>) {
  return schedules.heartbeats().map(({ prompt: _, everyMs = null, ...row }) => ({ ...row, everyMs }));
}
