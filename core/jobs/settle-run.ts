// The outcome of a run, as stored in its row and schedule.
import type { ScheduleRecord, ScheduleRun, ScheduleState } from '../ports/schedules.ts';
import type { RunFacts } from './follow-run.ts';

/** Longest summary stored in a row, characters; the full text is in the session. */
const MAX_SUMMARY = 2_000;

/** The outcome of a row. */
export type RunEnd = Pick<ScheduleRun, 'status' | 'reason' | 'summary' | 'error' | 'provider' | 'model' | 'usage'>;

/** The outcome reported by the engine. */
export function endOf({ outcome, ...facts }: RunFacts): RunEnd {
  const { status, text, error } = outcome;
  if (status === 'done') return { status: 'ok', summary: text.slice(0, MAX_SUMMARY), ...facts };
  if (status === 'interrupted') return interrupted('Gatehouse stopped while the run was active. It is not retried.');
  const message = error?.message ?? 'The run was stopped.';
  return { status: 'error', error: message, ...facts };
}

/** A run that may have had effects and is not retried. */
export function interrupted(reason: string): RunEnd {
  return { status: 'interrupted', reason, error: reason };
}

/** The schedule after a run: a successful one-time schedule is removed, a failed one stays, disabled. */
export function afterRun(
  schedule: ScheduleRecord,
  run: ScheduleRun,
): { readonly save: ScheduleRecord } | { readonly remove: string } {
  if (run.status === 'ok' && schedule.deleteAfterRun === true) return { remove: schedule.id };
  const isOver = schedule.cadence.kind === 'at' && schedule.nextTickMs === undefined;
  const enabled = schedule.enabled && !isOver;
  return { save: { ...schedule, enabled, state: stateAfter(schedule.state, run) } };
}

function stateAfter({ lastError: _before, ...state }: ScheduleState, run: ScheduleRun): ScheduleState {
  const { status, error, reason, claimedAtMs, endedAtMs = claimedAtMs } = run;
  const times = { lastRunAtMs: claimedAtMs, lastDurationMs: Math.max(0, endedAtMs - claimedAtMs) };
  if (status === 'ok') return { ...state, ...times, lastRunStatus: 'ok', consecutiveErrors: 0, consecutiveSkipped: 0 };
  if (status === 'skipped')
    return { ...state, ...times, lastRunStatus: 'skipped', consecutiveSkipped: state.consecutiveSkipped + 1 };
  const lastError = error ?? reason ?? 'It failed.';
  return {
    ...state,
    ...times,
    lastRunStatus: 'error',
    lastError,
    consecutiveErrors: state.consecutiveErrors + 1,
    consecutiveSkipped: 0,
  };
}
