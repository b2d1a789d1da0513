// Plans the jobs of due ticks, of which one, several, or none run.
import { defined } from '#contract/types/defined.ts';
import { formatSessionKey, MAIN_KEY } from '#contract/types/ids.ts';
import type { Ids } from '../ports/clock.ts';
import type { CronExpressions, ScheduleRecord } from '../ports/schedules.ts';
import { dueTicks } from './cadence.ts';
import { DEFAULT_TIME_LIMIT_MS } from './job-attempt.ts';
import type { NewJob } from './job-runner.ts';

/** What to do about ticks that were missed while the host was down. */
export interface MissedPolicy {
  /** None runs; the last one does; or the last `most` do. */
  readonly run: 'skip' | 'once' | 'all';
  readonly most: number;
}

/** A tick that runs within this time isn't late, ms: the machine may be busy. */
const ON_TIME_MS = 60_000;
const SECOND_MS = 1_000;

const MISSED = 'Gatehouse was not running, or the computer was asleep.';
const BUSY = 'The previous run is still active.';

/** Inputs for planning the ticks of one schedule. */
export interface TickSetting {
  readonly nowMs: number;
  readonly agentId: string;
  readonly policy: MissedPolicy;
  /** Whether a run of this schedule is active. */
  readonly busy: boolean;
  readonly expressions: CronExpressions;
  /** Creates run ids. */
  readonly ids: Ids;
}

/** The jobs of the due ticks, oldest first, and the schedule after them. Undefined when nothing is due. */
export function planTicks(
  schedule: ScheduleRecord,
  setting: TickSetting,
): { readonly schedule: ScheduleRecord; readonly jobs: readonly NewJob[] } | undefined {
  const { nextTickMs, cadence, id } = schedule;
  if (!schedule.enabled || nextTickMs === undefined || nextTickMs > setting.nowMs) return undefined;
  const due = dueTicks(cadence, id, nextTickMs, setting.nowMs, setting.expressions);
  const running = runningTicks(due.ticks, setting);
  const jobs = due.ticks.map((tick) => {
    const job = draftTick(schedule, tick, setting);
    if (!running.has(tick)) return toEnded(job, 'missed', MISSED);
    return setting.busy ? toEnded(job, 'skipped', BUSY) : job;
  });
  const { olderFromMs } = due;
  const olderReason = `${MISSED} This row represents all ticks up to the next row.`;
  const older =
    olderFromMs === undefined ? [] : [toEnded(draftTick(schedule, olderFromMs, setting), 'missed', olderReason)];
  const all = [...older, ...jobs];
  return { schedule: advanced(schedule, due.nextMs, all, setting.nowMs), jobs: all };
}

function draftTick(schedule: ScheduleRecord, tickMs: number, { agentId, nowMs, ids }: TickSetting): NewJob {
  return { ...draftJob(schedule, agentId, ids.next(), nowMs), id: `cron:${schedule.id}:${tickMs}`, tickMs };
}

/** Input of a schedule's job. It is a copy, because the schedule may change before the job runs. */
export type ScheduleInput = Pick<ScheduleRecord, 'payload' | 'wakeMode'>;

/** A job of a schedule, without its id. */
export function draftJob(schedule: ScheduleRecord, agentId: string, key: string, nowMs: number): Omit<NewJob, 'id'> {
  const { id, name, displayName, payload, wakeMode } = schedule;
  const input: ScheduleInput = { payload, wakeMode };
  const seconds = payload.kind === 'agentTurn' ? (payload.timeoutSeconds ?? 0) : 0;
  return {
    kind: payload.kind === 'heartbeat' ? 'heartbeat' : 'schedule',
    queueKey: id,
    ownerId: schedule.ownerId,
    subject: id,
    title: displayName ?? name,
    agentId,
    sessionKey: getTargetSession(schedule, agentId, key),
    key,
    input,
    state: 'pending',
    createdAtMs: nowMs,
    ...(seconds === 0 ? {} : { timeLimitMs: Math.min(DEFAULT_TIME_LIMIT_MS, seconds * SECOND_MS) }),
  };
}

/** The session of a run: the agent's main one, a named one, or its own. */
function getTargetSession({ id, sessionTarget }: ScheduleRecord, agentId: string, runId: string): string {
  if (sessionTarget === 'main') return formatSessionKey(agentId, MAIN_KEY);
  const named = sessionTarget.startsWith('session:') ? sessionTarget.slice('session:'.length) : undefined;
  return named ?? formatSessionKey(agentId, `cron:${id}:run:${runId}`);
}

/** The last tick runs if it is on time; the policy decides about late ones. */
function runningTicks(ticks: readonly number[], { nowMs, policy }: TickSetting): ReadonlySet<number> {
  const last = ticks.at(-1);
  if (last === undefined) return new Set();
  if (policy.run === 'all') return new Set(ticks.slice(-Math.max(1, policy.most)));
  return policy.run === 'once' || nowMs - last <= ON_TIME_MS ? new Set([last]) : new Set();
}

function toEnded({ input: _input, ...job }: NewJob, code: 'missed' | 'skipped', reason: string): NewJob {
  return { ...job, state: 'canceled', code, reason, endedAtMs: job.createdAtMs };
}

/** The schedule after its ticks have jobs. A missed one-time schedule stays, disabled, so that it is visible. */
function advanced(
  { nextTickMs: _past, ...schedule }: ScheduleRecord,
  nextMs: number | undefined,
  jobs: readonly NewJob[],
  nowMs: number,
): ScheduleRecord {
  const idle = jobs.filter(({ state }) => state !== 'pending').length;
  const last = jobs.at(-1);
  const state = { ...schedule.state, consecutiveSkipped: schedule.state.consecutiveSkipped + idle };
  const next = { ...schedule, ...defined({ nextTickMs: nextMs }), state };
  if (last === undefined || last.state === 'pending') return next;
  return {
    ...next,
    enabled: nextMs !== undefined,
    state: { ...state, lastRunAtMs: nowMs, lastRunStatus: 'skipped' },
  };
}
