// Plans due ticks: one runs, several, or none. Each has its row.
import { formatSessionKey, MAIN_KEY } from '#contract/types/ids.ts';
import type { CronExpressions, ScheduleRecord, ScheduleRun } from '../ports/schedules.ts';
import { dueTicks } from './cadence.ts';

/** What to do about ticks missed while the host was down. */
export interface MissedPolicy {
  /** None runs; the last one does; or the last `most` do. */
  readonly run: 'skip' | 'once' | 'all';
  readonly most: number;
}

/** A tick that runs within this time isn't late, ms: a busy machine isn't a sleeping one. */
const ON_TIME_MS = 60_000;

const MISSED = 'Gatehouse was not running, or the computer was asleep.';
const BUSY = 'The previous run is still active.';

/** Context for planning the ticks of one schedule. */
export interface TickSetting {
  readonly nowMs: number;
  readonly agentId: string;
  readonly policy: MissedPolicy;
  /** Whether a run of this schedule is active. */
  readonly busy: boolean;
  readonly expressions: CronExpressions;
  /** Creates an engine run id. */
  readonly newRunId: () => string;
}

/** The rows of the due ticks, oldest first, and the schedule as it is with them. Undefined when nothing is due. */
export function planTicks(
  schedule: ScheduleRecord,
  setting: TickSetting,
): { readonly schedule: ScheduleRecord; readonly rows: readonly ScheduleRun[] } | undefined {
  const { nextTickMs, cadence, id } = schedule;
  if (!schedule.enabled || nextTickMs === undefined || nextTickMs > setting.nowMs) return undefined;
  const due = dueTicks(cadence, id, nextTickMs, setting.nowMs, setting.expressions);
  const running = runningTicks(due.ticks, setting);
  const rows = due.ticks.map((tick) => {
    const row = rowOf(schedule, tick, setting);
    if (!running.has(tick)) return ended(row, 'missed', MISSED);
    return setting.busy ? ended(row, 'skipped', BUSY) : row;
  });
  const { olderFromMs } = due;
  const older =
    olderFromMs === undefined
      ? []
      : [
          ended(
            rowOf(schedule, olderFromMs, setting),
            'missed',
            `${MISSED} This row represents all ticks up to the next row.`,
          ),
        ];
  const all = [...older, ...rows];
  return { schedule: advanced(schedule, due.nextMs, all, setting.nowMs), rows: all };
}

/** Row of a tick that is about to run. */
function rowOf(schedule: ScheduleRecord, tickMs: number, { agentId, nowMs, newRunId }: TickSetting): ScheduleRun {
  return { ...claimOf(schedule, agentId, newRunId()), id: `cron:${schedule.id}:${tickMs}`, tickMs, claimedAtMs: nowMs };
}

/** Fields common to all rows of a schedule. */
export function claimOf(schedule: ScheduleRecord, agentId: string, runId: string) {
  const { id: jobId, name, displayName } = schedule;
  const sessionKey = targetOf(schedule, agentId, runId);
  return { jobId, jobName: displayName ?? name, agentId, status: 'claimed', runId, sessionKey } as const;
}

/** The session of a run: the agent's main one, a named one, or its own. */
function targetOf({ id, sessionTarget }: ScheduleRecord, agentId: string, runId: string): string {
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

function ended(row: ScheduleRun, status: 'missed' | 'skipped', reason: string): ScheduleRun {
  return { ...row, status, reason, endedAtMs: row.claimedAtMs };
}

/** The schedule after its ticks have rows. A missed one-time schedule stays, disabled, so that it is visible. */
function advanced(
  { nextTickMs: _past, ...schedule }: ScheduleRecord,
  nextMs: number | undefined,
  rows: readonly ScheduleRun[],
  nowMs: number,
): ScheduleRecord {
  const idle = rows.filter(({ status }) => status !== 'claimed').length;
  const last = rows.at(-1);
  const { state } = schedule;
  const next = nextMs === undefined ? {} : { nextTickMs: nextMs };
  if (last === undefined || last.status === 'claimed')
    return { ...schedule, ...next, state: { ...state, consecutiveSkipped: state.consecutiveSkipped + idle } };
  return {
    ...schedule,
    ...next,
    enabled: nextMs !== undefined,
    state: {
      ...state,
      lastRunAtMs: nowMs,
      lastRunStatus: 'skipped',
      consecutiveSkipped: state.consecutiveSkipped + idle,
    },
  };
}
