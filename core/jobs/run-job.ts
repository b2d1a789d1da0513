// Jobs whose work is a run of an agent: followed to its end, also after a crash, and never started twice.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import type { Job, JobChange } from '../ports/jobs.ts';
import type { ScheduleRecord, ScheduleState } from '../ports/schedules.ts';
import { followRun, waitForRunEnd, type RunEnd } from '../runs/follow-run.ts';
import type { SendRequest } from '../engine/runs-facet.ts';
import { defineJob, interruptedEnd, type JobContext, type JobEnd, type JobKind } from './define-job.ts';
import type { SchedulePorts } from './schedules-api.ts';
import type { ScheduleRegistry } from './schedule-registry.ts';
import { toScheduleRun, type ScheduleRun } from './schedule-run.ts';

/** Longest summary stored with a job, characters; the full text is in the session. */
const MAX_SUMMARY = 2_000;

/** Declares a kind of job whose `run` sends a message with the job's key as run id. */
export function defineRunJob(
  ports: SchedulePorts,
  registry: ScheduleRegistry,
  kind: string,
  run: (context: JobContext) => Promise<JobEnd>,
): JobKind {
  return defineJob({
    kind,
    run: (context) =>
      context.step('run', 'rerun-with-key', (again) =>
        again ? followAgentRun(ports, context).then(toJobEnd) : run(context),
      ),
    findEnd: (job) => findRunEnd(ports, job),
    settle: (job, save) => settleRun(ports, registry, job, save),
  });
}

/** Sends a message, if there is one, and waits for the end of the job's run. @throws {GatewayError} when it is refused */
export async function followAgentRun(
  { engine }: Pick<SchedulePorts, 'engine'>,
  { job, signal, setWaiting }: JobContext,
  request?: SendRequest,
  sent: () => Promise<void> = async () => {},
): Promise<RunEnd> {
  const { key: runId, sessionKey = '' } = job;
  const run = followRun(engine, { sessionKey, runId }, { waiting: setWaiting });
  try {
    if (request !== undefined) {
      await engine.runs.send(request);
      await sent();
    }
    return await waitForRunEnd(engine, run, runId, signal);
  } finally {
    run.release();
  }
}

/** The end of a job after its run. */
export function toJobEnd({ outcome, ...facts }: RunEnd): JobEnd {
  const { status, text, error } = outcome;
  if (status === 'done') return { state: 'done', result: { summary: takeStart(text, MAX_SUMMARY), ...facts } };
  if (status === 'interrupted')
    return interruptedEnd("Gatehouse stopped while the run was active. It won't be retried.");
  return { state: 'failed', error: error?.message ?? 'The run was stopped.', result: facts };
}

async function findRunEnd({ store, engine }: SchedulePorts, { key }: Job): Promise<JobEnd | undefined> {
  if ((await store.sessions.findRun(key)) === undefined)
    return interruptedEnd("Gatehouse stopped before the run started. It won't be retried.");
  const outcome = await engine.runs.wait(key, 0);
  return outcome === undefined ? undefined : toJobEnd({ outcome });
}

async function settleRun(
  { engine, deliver, clock }: SchedulePorts,
  registry: ScheduleRegistry,
  job: Job,
  save: (job: Job, change?: JobChange) => Promise<void>,
): Promise<void> {
  const session = job.sessionKey === undefined ? undefined : await engine.sessions.get(job.sessionKey);
  const ended = { ...job, result: { ...job.result, ...defined({ sessionId: session?.sessionId }) } };
  const schedule = registry.get(job.subject);
  // Before the end is saved: a crash in between sends it under the same key.
  const sent = schedule === undefined ? {} : ((await deliver?.(schedule, toScheduleRun(ended))) ?? {});
  const final = { ...ended, result: { ...ended.result, ...defined({ delivery: sent.delivery }) } };
  const alertedAtMs = sent.isAlerted === true ? clock.now() : undefined;
  await registry.queue.run(async () => {
    const current = registry.get(job.subject);
    const change = current === undefined ? {} : changeAfterRun(current, toScheduleRun(final), alertedAtMs);
    await save(final, change);
    registry.see(change);
  });
}

/** A successful one-time schedule is removed, a failed one stays, disabled. */
function changeAfterRun(schedule: ScheduleRecord, run: ScheduleRun, alertedAtMs: number | undefined): JobChange {
  if (run.status === 'ok' && schedule.deleteAfterRun === true) return { removeSchedule: schedule.id };
  const isOver = schedule.cadence.kind === 'at' && schedule.nextTickMs === undefined;
  const enabled = schedule.enabled && !isOver;
  const state = { ...stateAfter(schedule.state, run), ...defined({ lastFailureAlertAtMs: alertedAtMs }) };
  return { saveSchedule: { ...schedule, enabled, state } };
}

function stateAfter(
  { lastError: _before, lastDelivery: _sent, ...state }: ScheduleState,
  run: ScheduleRun,
): ScheduleState {
  const { status, error, reason, claimedAtMs, endedAtMs = claimedAtMs } = run;
  const { consecutiveErrors, consecutiveSkipped } = state;
  const next = {
    ...state,
    lastRunAtMs: claimedAtMs,
    lastDurationMs: Math.max(0, endedAtMs - claimedAtMs),
    ...defined({ lastDelivery: run.delivery }),
  };
  if (status === 'skipped') return { ...next, lastRunStatus: status, consecutiveSkipped: consecutiveSkipped + 1 };
  if (status === 'ok') return { ...next, lastRunStatus: status, consecutiveErrors: 0, consecutiveSkipped: 0 };
  const failure = { lastError: error ?? reason ?? 'It failed.', consecutiveErrors: consecutiveErrors + 1 };
  return { ...next, lastRunStatus: 'error', ...failure, consecutiveSkipped: 0 };
}
