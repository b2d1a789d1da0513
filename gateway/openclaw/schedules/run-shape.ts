// Runs of schedules in the OpenClaw dialect: as history entries and as tasks.
import { defined } from '#contract/types/defined.ts';
import type { ScheduleRunRow } from '#contract/types/schedules.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { ScheduleRecord, ScheduleRun } from '#core/ports/schedules.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { deliveryFacts } from './job-shape.ts';

type Entry = PublishedType<'CronRunLogEntry'>;
type Task = PublishedType<'TaskSummary'>;

/** Longest text of a task in a list, characters. */
const MAX_TASK_TEXT = 120;

/** Status names of the history. */
const STATUS = { ok: 'ok', error: 'error', interrupted: 'error', skipped: 'skipped', missed: 'skipped' } as const;
const COMPLETION = { ok: 'succeeded', error: 'failed', interrupted: 'unknown' } as const;
const TASK_STATUS = {
  claimed: 'running',
  ok: 'completed',
  error: 'failed',
  interrupted: 'failed',
  skipped: 'cancelled',
  missed: 'cancelled',
} as const;

/** A line of the history. The row has ended. */
export function entryOf(run: ScheduleRun, schedule: ScheduleRecord | undefined): Entry {
  const { status, reason, claimedAtMs, endedAtMs = claimedAtMs, usage } = run;
  const { status: deliveryStatus, error: deliveryError } = { error: undefined, ...deliveryFacts(schedule) };
  const completion = status === 'ok' || status === 'error' || status === 'interrupted' ? COMPLETION[status] : undefined;
  const error = run.error ?? (reason === undefined ? undefined : `${status}: ${reason}`);
  return {
    ts: endedAtMs,
    jobId: run.jobId,
    action: 'finished',
    ...(status === 'claimed' ? {} : { status: STATUS[status] }),
    ...defined({ completionStatus: completion, summary: run.summary, error }),
    runId: run.id,
    runAtMs: claimedAtMs,
    durationMs: Math.max(0, endedAtMs - claimedAtMs),
    ...(schedule?.nextTickMs === undefined ? {} : { nextRunAtMs: schedule.nextTickMs }),
    ...defined({ provider: run.provider, model: run.model }),
    ...(usage === undefined ? {} : { usage: usageOf(usage) }),
    delivered: false,
    deliveryStatus,
    ...defined({ deliveryError, sessionId: run.sessionId, sessionKey: run.sessionKey }),
    jobName: run.jobName,
  };
}

/** The complete run, in our own form. */
export function rowOf(run: ScheduleRun): ScheduleRunRow {
  const { id, runId: _engine, claimedAtMs, usage, sessionId: _session, provider, model, ...facts } = run;
  return {
    ...facts,
    runId: id,
    startedAtMs: claimedAtMs,
    ...(model === undefined ? {} : { model: provider === undefined ? model : `${provider}/${model}` }),
    ...(usage === undefined ? {} : { inputTokens: inputOf(usage), outputTokens: usage.output }),
    ...(usage?.cost === undefined ? {} : { costUsd: usage.cost }),
  };
}

/** A run as a background task. */
export function taskOf(run: ScheduleRun): Task {
  const { id, status, reason, claimedAtMs, endedAtMs, summary, sessionKey } = run;
  const error = run.error ?? reason;
  return {
    id,
    taskId: id,
    kind: 'automation_run',
    runtime: 'cron',
    status: TASK_STATUS[status],
    title: run.jobName,
    agentId: run.agentId,
    sessionKey: '',
    ...(sessionKey === undefined ? {} : { childSessionKey: sessionKey }),
    ownerKey: '',
    runId: run.runId,
    sourceId: run.jobId,
    createdAt: claimedAtMs,
    updatedAt: endedAtMs ?? claimedAtMs,
    startedAt: claimedAtMs,
    ...(endedAtMs === undefined ? {} : { endedAt: endedAtMs }),
    progressSummary: 'Running automation.',
    ...(summary === undefined ? {} : { terminalSummary: truncateText(summary, MAX_TASK_TEXT) }),
    ...(error === undefined ? {} : { error: truncateText(error, MAX_TASK_TEXT) }),
    deliveryStatus: 'not_applicable',
  };
}

/** Row states behind each task state: interrupted rows count as failed, rows that never started as canceled. */
export function rowStatesOf(states: readonly Task['status'][]): readonly ScheduleRun['status'][] {
  const all = Object.entries(TASK_STATUS) as readonly (readonly [ScheduleRun['status'], Task['status']])[];
  return all.flatMap(([row, task]) => (states.includes(task) ? [row] : []));
}

function usageOf(usage: NonNullable<ScheduleRun['usage']>) {
  const { output, cacheRead, cacheWrite } = usage;
  return {
    input_tokens: inputOf(usage),
    output_tokens: output,
    total_tokens: inputOf(usage) + output,
    ...(cacheRead === 0 ? {} : { cache_read_tokens: cacheRead }),
    ...(cacheWrite === 0 ? {} : { cache_write_tokens: cacheWrite }),
  };
}

function inputOf({ input, cacheRead, cacheWrite }: NonNullable<ScheduleRun['usage']>): number {
  return input + cacheRead + cacheWrite;
}
