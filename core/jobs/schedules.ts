// Schedules: one timer to the next due tick, and a job for each tick before it runs.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { ScheduleRecord } from '../ports/schedules.ts';
import type { AuditDraft } from '../ports/audit.ts';
import { sleep } from '../runs/wait.ts';
import { nextTick, nextTicks } from './cadence.ts';
import { Heartbeats, isHeartbeat } from './heartbeats.ts';
import { draftJob, planTicks, type MissedPolicy } from './plan-ticks.ts';
import { createScheduleJob } from './schedule-job.ts';
import type { JobNotice } from './job-runner.ts';
import { ScheduleRegistry } from './schedule-registry.ts';
import { SCHEDULE_KINDS, toJobQuery, toScheduleRun, type ScheduleRun } from './schedule-run.ts';
import type { RunRefusal, ScheduleDraft, Schedules, SchedulePorts } from './schedules-api.ts';
import type { Principal } from '../principal.ts';

/** Longest wait while any schedule is enabled, ms, so that sleep and clock changes are noticed. */
const SAFETY_MS = 10_000;
/** Schedules to claim before yielding to other work on this thread. */
const CLAIMS_AT_ONCE = 20;
/** Missed heartbeats are not replayed. */
const HEARTBEAT_POLICY: MissedPolicy = { run: 'skip', most: 0 };

/** Builds the schedules of a host. Nothing runs before {@link Schedules.start}. */
export function createSchedules(ports: SchedulePorts): Schedules {
  const registry = new ScheduleRegistry(ports.store.schedules);
  const heartbeats = new Heartbeats(ports, registry);
  const scheduler = new Scheduler(ports, registry, heartbeats);
  const { jobs } = ports;
  for (const kind of [createScheduleJob(ports, registry, heartbeats), ...heartbeats.createJobs()]) jobs.register(kind);
  return {
    start: () => scheduler.start(),
    stop: () => scheduler.stop(),
    onNotice: (listener) => registry.onNotice(listener),
    list: () => registry.list(),
    get: (id) => registry.get(id),
    revision: () => registry.revision,
    nextWakeAtMs: () => scheduler.nextWakeAtMs(),
    nextTimes: (schedule, count) => nextTicks(schedule, count, ports.expressions),
    runningSince: (id) => jobs.active(id)?.createdAtMs,
    add: (draft, by) => scheduler.add(draft, by),
    update: (id, change, by) => scheduler.update(id, change, by),
    remove: (id, by) => scheduler.remove(id, by),
    run: (id, mode, by) => scheduler.run(id, mode, by),
    async runs(query) {
      const { jobs: found, total } = await jobs.list(toJobQuery(query));
      return { runs: found.map(toScheduleRun), total };
    },
    wake: (wake, by) => heartbeats.wake(wake, by),
    waitingEvents: () => ports.store.schedules.waitingEvents(),
    heartbeats: () => heartbeats.list(),
    lastHeartbeat: () => heartbeats.last,
    forgetLastHeartbeat: () => void (heartbeats.last = undefined),
  };
}

class Scheduler {
  readonly #ports: SchedulePorts;
  readonly #registry: ScheduleRegistry;
  readonly #heartbeats: Heartbeats;
  #cancelTimer: (() => void) | undefined;
  readonly #stopListening: (() => void)[] = [];
  #manualRuns = 0;

  constructor(ports: SchedulePorts, registry: ScheduleRegistry, heartbeats: Heartbeats) {
    this.#ports = ports;
    this.#registry = registry;
    this.#heartbeats = heartbeats;
  }

  async start(): Promise<void> {
    await this.#registry.load();
    this.#stopListening.push(this.#ports.jobs.onNotice((notice) => this.#publishRun(notice)));
    await this.#returnTakenEvents();
    await this.#ports.jobs.start();
    await this.#heartbeats.remember();
    await this.#heartbeats.follow();
    await this.#heartbeats.deliverWaiting();
    this.#stopListening.push(this.#ports.config.onChange(() => this.#configChanged()));
    // Due ticks are claimed right after startup, without delaying it.
    this.#arm();
  }

  async stop(): Promise<void> {
    this.#ports.jobs.stop();
    for (const stop of this.#stopListening) stop();
    this.#cancelTimer?.();
    await this.#registry.queue.idle();
  }

  nextWakeAtMs(): number | undefined {
    const times = this.#registry.list().flatMap(({ enabled, nextTickMs }) => (enabled ? (nextTickMs ?? []) : []));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  add(draft: ScheduleDraft, by: Principal): Promise<ScheduleRecord> {
    return this.#change(async () => {
      this.#refuseSecrets(draft);
      const { clock, ids, config } = this.#ports;
      const { maxJobs } = config.settings().schedules;
      if (this.#registry.list().filter((schedule) => !isHeartbeat(schedule)).length >= maxJobs)
        throw invalidRequest(
          `The limit of ${maxJobs} schedules has been reached.`,
          'CRON_JOB_LIMIT',
          'Remove some, or increase schedules.maxJobs in the configuration.',
        );
      const now = clock.now();
      const state = { consecutiveErrors: 0, consecutiveSkipped: 0 };
      const added = { id: ids.next(), ownerId: by.userId, createdAtMs: now, updatedAtMs: now, state };
      return this.#save('added', this.#withNext({ ...anchored(draft, now), ...added }, now), by);
    });
  }

  update(id: string, change: (current: ScheduleRecord) => ScheduleDraft, by: Principal): Promise<ScheduleRecord> {
    return this.#change(async () => {
      const current = this.#ownSchedule(id);
      const now = this.#ports.clock.now();
      const { createdAtMs, ownerId, state, nextTickMs } = current;
      const draft = change(current);
      this.#refuseSecrets(draft);
      const made = { ...anchored(draft, now), id, ownerId, createdAtMs, updatedAtMs: now, state };
      const isSameTime = made.enabled === current.enabled && sameCadence(made, current);
      const kept = { ...made, ...defined({ nextTickMs }) };
      return this.#save('updated', isSameTime ? kept : this.#withNext(made, now), by);
    });
  }

  remove(id: string, by: Principal): Promise<boolean> {
    return this.#change(async () => {
      if (this.#registry.get(id) === undefined) return false;
      const schedule = this.#ownSchedule(id);
      await this.#registry.remove(id, draftAudit('schedule.removed', schedule, by));
      this.#registry.publish({ kind: 'schedule', action: 'removed', schedule });
      return true;
    });
  }

  run(id: string, mode: 'due' | 'force' | 'if-enabled', by: Principal): Promise<ScheduleRun | RunRefusal> {
    return this.#change(async () => {
      const schedule = this.#registry.get(id);
      if (schedule === undefined) throw noSchedule(id);
      const now = this.#ports.clock.now();
      if (mode === 'due' && !isDue(schedule, now)) return 'not-due';
      if (mode === 'if-enabled' && !schedule.enabled) return 'disabled';
      if (this.#ports.jobs.active(id) !== undefined) return 'already-running';
      const draft = draftJob(schedule, this.#getAgentId(schedule), this.#ports.ids.next(), now);
      const runId = `manual:${id}:${now}:${(this.#manualRuns += 1)}`;
      this.#ports.log.info('Schedule run requested.', { schedule: id, run: runId, by });
      const [job] = await this.#ports.jobs.submit([{ ...draft, id: runId }]);
      if (job === undefined) throw new Error(`Run ${runId} already exists.`);
      return toScheduleRun(job);
    });
  }

  async #save(action: 'added' | 'updated', schedule: ScheduleRecord, by: Principal): Promise<ScheduleRecord> {
    await this.#registry.save(schedule, draftAudit(`schedule.${action}`, schedule, by));
    this.#registry.publish({ kind: 'schedule', action, schedule });
    return schedule;
  }

  /** Applies a change and rearms the timer. */
  async #change<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#registry.queue.run(work);
    } finally {
      this.#arm();
    }
  }

  async #configChanged(): Promise<void> {
    try {
      await this.#heartbeats.follow();
      await this.#heartbeats.deliverWaiting();
    } catch (error) {
      this.#ports.log.error("Couldn't update heartbeats.", { error: String(error) });
    }
    this.#arm();
  }

  #arm(atLeastMs = 0): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const next = this.nextWakeAtMs();
    if (next === undefined || this.#ports.jobs.signal.aborted) return;
    const wait = Math.min(SAFETY_MS, Math.max(atLeastMs, next - this.#ports.clock.now()));
    this.#cancelTimer = this.#ports.clock.after(wait, () => void this.#tick());
  }

  async #tick(): Promise<void> {
    let pause = 0;
    const now = this.#ports.clock.now();
    const due = this.#registry.list().filter((schedule) => isDue(schedule, now));
    for (const [index, { id }] of due.entries()) {
      if (index % CLAIMS_AT_ONCE === CLAIMS_AT_ONCE - 1) await sleep(this.#ports.clock, 0, this.#ports.jobs.signal);
      try {
        await this.#registry.queue.run(() => this.#claimDue(id));
      } catch (error) {
        // Nothing was done: the same ticks are still due at the next check.
        pause = SAFETY_MS;
        this.#ports.log.error("Couldn't claim due ticks; retrying.", { schedule: id, error: String(error) });
      }
    }
    this.#arm(pause);
  }

  async #claimDue(id: string): Promise<void> {
    const { clock, ids, expressions } = this.#ports;
    const schedule = this.#registry.get(id);
    if (schedule === undefined || this.#ports.jobs.signal.aborted) return;
    const plan = planTicks(schedule, {
      nowMs: clock.now(),
      agentId: this.#getAgentId(schedule),
      policy: isHeartbeat(schedule) ? HEARTBEAT_POLICY : this.#missedPolicy(schedule),
      busy: this.#ports.jobs.active(id) !== undefined,
      expressions,
      ids,
    });
    if (plan === undefined) return;
    const change = { saveSchedule: plan.schedule };
    await this.#ports.jobs.submit(plan.jobs, change, () => this.#registry.see(change));
  }

  #publishRun({ action, job }: JobNotice): void {
    if (action === 'changed' || !SCHEDULE_KINDS.some((kind) => kind === job.kind)) return;
    const schedule = this.#registry.get(job.subject);
    const run = toScheduleRun(job);
    this.#registry.publish({ kind: 'run', action: action === 'started' ? 'started' : 'finished', run, schedule });
  }

  /** Events taken by runs that never got them are queued again. */
  async #returnTakenEvents(): Promise<void> {
    const { schedules, sessions } = this.#ports.store;
    for (const runId of await schedules.takers()) {
      const isTold = (await sessions.findRun(runId)) !== undefined;
      await (isTold ? schedules.dropTaken(runId) : schedules.returnTaken(runId));
    }
  }

  /** @throws {GatewayError} when there is none, or it is a heartbeat. */
  #ownSchedule(id: string): ScheduleRecord {
    const schedule = this.#registry.get(id);
    if (schedule === undefined) throw noSchedule(id);
    if (!isHeartbeat(schedule)) return schedule;
    const hint = 'Use set-heartbeats, or agents.….heartbeat in the configuration.';
    throw invalidRequest("Heartbeats are managed in their agent's settings.", 'CRON_JOB_MANAGED', hint);
  }

  /** Keys must not be stored or sent to a model later. @throws {GatewayError} */
  #refuseSecrets({ payload }: ScheduleDraft): void {
    if (payload.kind === 'heartbeat') return;
    this.#ports.secretGuard.refuse(payload.kind === 'agentTurn' ? payload.message : payload.text);
  }

  #withNext(schedule: ScheduleRecord, nowMs: number): ScheduleRecord {
    if (!schedule.enabled) return schedule;
    const nextTickMs = nextTick(schedule.cadence, schedule.id, nowMs, this.#ports.expressions);
    return { ...schedule, ...defined({ nextTickMs }) };
  }

  #getAgentId({ agentId }: ScheduleRecord): string {
    return agentId ?? this.#ports.config.settings().defaultAgentId;
  }

  #missedPolicy({ missedRuns }: ScheduleRecord): MissedPolicy {
    const { missedRuns: usual, missedRunsMax: most } = this.#ports.config.settings().schedules;
    return { run: missedRuns ?? usual, most };
  }
}

/** Without an anchor, intervals count from now. */
function anchored(draft: ScheduleDraft, nowMs: number): ScheduleDraft {
  const { cadence } = draft;
  return cadence.kind === 'every' ? { ...draft, cadence: { anchorMs: nowMs, ...cadence } } : draft;
}

function isDue({ enabled, nextTickMs }: ScheduleRecord, nowMs: number): boolean {
  return enabled && nextTickMs !== undefined && nextTickMs <= nowMs;
}

function sameCadence(a: Pick<ScheduleRecord, 'cadence'>, b: Pick<ScheduleRecord, 'cadence'>): boolean {
  return JSON.stringify(a.cadence) === JSON.stringify(b.cadence);
}

function draftAudit(action: string, { id, name, payload, cadence }: ScheduleRecord, by: Principal): AuditDraft {
  return { by, action, subject: id, details: { name, does: payload.kind, when: cadence.kind } };
}

function noSchedule(id: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `cron job not found: ${takeStart(id, 200)}`, {
    details: { code: 'CRON_JOB_NOT_FOUND', jobId: takeStart(id, 200) },
  });
}
