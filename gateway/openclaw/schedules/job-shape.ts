// Schedules and heartbeats in the OpenClaw dialect.
import { defined } from '#contract/types/defined.ts';
import { createHash } from 'node:crypto';
import type { DeliveryPreview } from '#contract/types/schedules.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { ScheduleRecord } from '#core/ports/schedules.ts';
import type { Schedules } from '#core/jobs/schedules-api.ts';

type Job = PublishedType<'CronJob'>;

const UNDELIVERED = 'Gatehouse does not deliver results yet. See the session of the run.';

/** Delivery status of a job and its runs: results stay in their session until deliveries are supported. */
export function deliveryFacts(schedule: Pick<ScheduleRecord, 'delivery'> | undefined) {
  const mode = schedule?.delivery?.mode ?? 'none';
  return mode === 'none'
    ? ({ status: 'not-requested' } as const)
    : ({ status: 'not-delivered', error: UNDELIVERED } as const);
}

/** The line that lists show. */
export function deliveryPreview(schedule: ScheduleRecord): DeliveryPreview {
  const { status } = deliveryFacts(schedule);
  return status === 'not-requested'
    ? { label: 'not requested', detail: 'not requested' }
    : { label: 'not delivered', detail: UNDELIVERED };
}

/** The job as events carry it. */
export function toJob(schedule: ScheduleRecord, schedules: Pick<Schedules, 'runningSince'>): Job {
  const { cadence, nextTickMs: _next, state: _state, missedRuns: _ours, ownerId: _owner, payload, ...facts } = schedule;
  const isTurn = payload.kind === 'agentTurn';
  return {
    ...facts,
    schedule: cadence,
    // The agent's own tools, under its own approvals: what a schedule may not widen.
    payload: isTurn ? { ...payload, toolsAllow: ['*'] } : payload,
    ...(isTurn ? { scheduledToolPolicy: { version: 1, mode: 'trusted' } } : {}),
    state: toState(schedule, schedules.runningSince(schedule.id)),
  };
}

/** The job as answers carry it: with its revision, and what is most asked for in front. */
export function jobAnswer(schedule: ScheduleRecord, schedules: Pick<Schedules, 'runningSince'>): Job {
  const { nextTickMs, state } = schedule;
  return {
    ...toJob(schedule, schedules),
    configRevision: configRevision(schedule),
    ...(nextTickMs === undefined ? {} : { nextRunAtMs: nextTickMs }),
    ...defined({ lastRunAtMs: state.lastRunAtMs, lastRunStatus: state.lastRunStatus, lastRunError: state.lastError }),
  };
}

/** Changes with what somebody decided about the schedule, not with its runs. */
export function configRevision(schedule: ScheduleRecord): string {
  const { nextTickMs: _next, state: _state, updatedAtMs: _time, ownerId: _owner, ...decided } = schedule;
  const sorted = Object.entries(decided).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `sha256:${createHash('sha256').update(JSON.stringify(sorted)).digest('base64url')}`;
}

function toState(schedule: ScheduleRecord, runningAtMs: number | undefined): Job['state'] {
  const { nextTickMs, state } = schedule;
  const now = {
    ...defined({ nextRunAtMs: nextTickMs, runningAtMs }),
  };
  if (state.lastRunAtMs === undefined) return now;
  const { status, error } = { error: undefined, ...deliveryFacts(schedule) };
  return {
    ...now,
    ...state,
    ...(state.lastRunStatus === undefined ? {} : { lastStatus: state.lastRunStatus }),
    lastDelivered: false,
    lastDeliveryStatus: status,
    ...(error === undefined ? {} : { lastDeliveryError: error }),
  };
}

/** Heartbeat settings of all agents as the protocol lists them. */
export function listHeartbeats(schedules: Pick<Schedules, 'heartbeats'>) {
  return schedules.heartbeats().map(({ prompt: _, everyMs = null, ...row }) => ({ ...row, everyMs }));
}
