// One attempt of a job: its steps, its time limit, and its end.
import { GatewayError, errorMessage } from '#contract/wire/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobsStore, JobStep } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { HOST_STOPS } from '../runs/follow-run.ts';
import { interruptedEnd, type JobContext, type JobEnd, type JobKind } from './define-job.ts';

/** Default time limit of an attempt, ms. */
export const DEFAULT_TIME_LIMIT_MS = 24 * 60 * 60_000;
const SECOND_MS = 1_000;

/** Reasons of the signal of an attempt, besides {@link HOST_STOPS}. */
const CANCELED = 'canceled';
const TIME_LIMIT = 'time limit';

/** Dependencies of an attempt. */
export interface AttemptPorts {
  readonly store: JobsStore;
  /** Repeats a save until the store succeeds. */
  readonly persist: (save: () => Promise<void>) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Aborts an attempt because someone canceled the job. */
export function cancelAttempt(controller: AbortController): void {
  controller.abort(CANCELED);
}

/** Runs one attempt; never rejects. `signal` aborts when the job is canceled or the host stops. */
export async function runAttempt(
  kind: JobKind,
  context: Omit<JobContext, 'step'>,
  { store, persist, clock, log }: AttemptPorts,
): Promise<JobEnd> {
  const { job } = context;
  const { timeLimitMs = DEFAULT_TIME_LIMIT_MS } = job;
  const limit = new AbortController();
  const signal = AbortSignal.any([context.signal, limit.signal]);
  const cancelTimer = clock.after(timeLimitMs, () => limit.abort(TIME_LIMIT));
  try {
    const known = await store.steps(job.id);
    const save = (step: JobStep) => persist(() => store.saveStep(step));
    const step: JobContext['step'] = (name, afterCrash, work) =>
      runStep({ jobId: job.id, name, afterCrash }, known, { save, signal }, work);
    return judgeEnd(await kind.run({ ...context, signal, step }), signal, timeLimitMs);
  } catch (error) {
    if (error instanceof StepInterrupted) return interruptedEnd(error.message);
    const message = errorMessage(error);
    const isExpected = error instanceof GatewayError || signal.aborted;
    if (!isExpected) log.error('A job failed.', { job: job.id, kind: job.kind, error: message });
    return judgeEnd({ state: 'failed', error: message }, signal, timeLimitMs);
  } finally {
    cancelTimer();
  }
}

/** A crash interrupted a step that may have had effects. */
class StepInterrupted extends Error {}

async function runStep<T>(
  step: Pick<JobStep, 'jobId' | 'name' | 'afterCrash'>,
  known: readonly JobStep[],
  { save, signal }: { readonly save: (step: JobStep) => Promise<void>; readonly signal: AbortSignal },
  work: (again: boolean) => Promise<T>,
): Promise<T> {
  const before = known.find(({ name }) => name === step.name);
  // A step's result is what the same step returned before.
  if (before?.state === 'done') return before.result as T;
  const isCutOff = before?.state === 'running';
  if (isCutOff && step.afterCrash === 'ask')
    throw new StepInterrupted(`Gatehouse stopped during the step "${step.name}". It won't be retried.`);
  if (!isCutOff) await save({ ...step, state: 'running' });
  const result = await work(isCutOff && step.afterCrash === 'rerun-with-key').catch(async (error: unknown) => {
    // A step that the host's stop cut off is left as a crash leaves it.
    if (signal.reason !== HOST_STOPS) await save({ ...step, state: 'failed' });
    throw error;
  });
  await save({ ...step, state: 'done', result });
  return result;
}

/** Work that was stopped before it was done ends with the reason for the stop. */
function judgeEnd(end: JobEnd, signal: AbortSignal, timeLimitMs: number): JobEnd {
  if (!signal.aborted || signal.reason === HOST_STOPS || end.state === 'done') return end;
  if (signal.reason === CANCELED) return { ...end, state: 'canceled', error: 'The run was stopped.' };
  const error = `The run was stopped after ${Math.round(timeLimitMs / SECOND_MS)} s.`;
  return { ...end, state: 'failed', code: 'timed-out', error };
}
