// How a run ended, as its row and its schedule remember it.
import type { ScheduleRecord, ScheduleRun, ScheduleState } from '../ports/schedules.ts';
import type { RunFacts } from './follow-run.ts';

/** Longest text of a run that its row keeps, characters; the whole is in the session. */
const MAX_SUMMARY = 2_000;

/** The end of a row. */
export type RunEnd = Pick<ScheduleRun, 'status' | 'reason' | 'summary' | 'error' | 'provider' | 'model' | 'usage'>;

/** The end that follows from what the engine says. */
export function endOf({ outcome, ...facts }: RunFacts): RunEnd {
  const { status, text, error } = outcome;
  if (status === 'done') return { status: 'ok', summary: text.slice(0, MAX_SUMMARY), ...facts };
  if (status === 'interrupted') return interrupted('Gatehouse ended while it ran. It is not repeated.');
  const message = error?.message ?? 'It was stopped.';
  return { status: 'error', error: message, ...facts };
}

/** A run that may have acted and is not begun again. */
export function interrupted(reason: string): RunEnd {
  return { status: 'interrupted', reason, error: reason };
}

/** What becomes of the schedule after a run: a kept appointment goes, a failed one stays, switched off. */
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
