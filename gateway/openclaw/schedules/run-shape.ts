// Runs of schedules in the OpenClaw dialect.
import { defined } from '#contract/types/defined.ts';
import type { ScheduleRunRow } from '#contract/types/schedules.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { ScheduleRun } from '#core/jobs/schedule-run.ts';
import type { ScheduleRecord } from '#core/ports/schedules.ts';
import { deliveryFacts } from './job-shape.ts';

type Entry = PublishedType<'CronRunLogEntry'>;

/** Status names of the history. */
const STATUS = { ok: 'ok', error: 'error', interrupted: 'error', skipped: 'skipped', missed: 'skipped' } as const;
const COMPLETION = { ok: 'succeeded', error: 'failed', interrupted: 'unknown' } as const;

/** A run that has ended, as a line of the history. */
export function toLogEntry(run: ScheduleRun, schedule: ScheduleRecord | undefined): Entry {
  const { status, reason, claimedAtMs, endedAtMs = claimedAtMs, usage } = run;
  const { summary, provider, model, sessionId, sessionKey } = run;
  const { status: deliveryStatus, error: deliveryError } = deliveryFacts(run.delivery);
  const completion = status === 'ok' || status === 'error' || status === 'interrupted' ? COMPLETION[status] : undefined;
  const error = run.error ?? (reason === undefined ? undefined : `${status}: ${reason}`);
  return {
    ts: endedAtMs,
    jobId: run.jobId,
    action: 'finished',
    ...(status === 'claimed' ? {} : { status: STATUS[status] }),
    runId: run.id,
    runAtMs: claimedAtMs,
    durationMs: Math.max(0, endedAtMs - claimedAtMs),
    delivered: deliveryStatus === 'delivered',
    deliveryStatus,
    jobName: run.jobName,
    ...defined({ completionStatus: completion, summary, error, nextRunAtMs: schedule?.nextTickMs, provider, model }),
    ...defined({ usage: usage && toUsage(usage), deliveryError, sessionId, sessionKey }),
  };
}

/** The complete run, in Gatehouse's own format. */
export function toRunRow(run: ScheduleRun): ScheduleRunRow {
  const {
    id,
    runId: _engine,
    claimedAtMs,
    usage,
    sessionId: _session,
    delivery: _delivery,
    provider,
    model,
    ...facts
  } = run;
  return {
    ...facts,
    runId: id,
    startedAtMs: claimedAtMs,
    ...(model === undefined ? {} : { model: provider === undefined ? model : `${provider}/${model}` }),
    ...(usage === undefined ? {} : { inputTokens: countInput(usage), outputTokens: usage.output }),
    ...(usage?.cost === undefined ? {} : { costUsd: usage.cost }),
  };
}

function toUsage(usage: NonNullable<ScheduleRun['usage']>) {
  const { output, cacheRead, cacheWrite } = usage;
  return {
    input_tokens: countInput(usage),
    output_tokens: output,
    total_tokens: countInput(usage) + output,
    ...(cacheRead === 0 ? {} : { cache_read_tokens: cacheRead }),
    ...(cacheWrite === 0 ? {} : { cache_write_tokens: cacheWrite }),
  };
}

function countInput({ input, cacheRead, cacheWrite }: NonNullable<ScheduleRun['usage']>): number {
  return input + cacheRead + cacheWrite;
}
