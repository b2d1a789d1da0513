// Schedules: one timer to the next due tick, and a row for each tick before it runs.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { ScheduleRecord, ScheduleRun } from '../ports/schedules.ts';
import type { AuditDraft } from '../ports/audit.ts';
import { sleep } from '../runs/wait.ts';
import { nextTick, nextTicks } from './cadence.ts';
import { sendAndFollow } from './follow-run.ts';
import { Heartbeats, isHeartbeat } from './heartbeats.ts';
import { claimOf, planTicks, type MissedPolicy } from './plan-ticks.ts';
import { MAX_RUN_MS, JobRunner, type JobHandler } from './job-runner.ts';
import { ScheduleRegistry } from './schedule-registry.ts';
import type { SchedulePorts } from './schedule-ports.ts';
import type { RunRefusal, ScheduleDraft, Schedules } from './schedules-api.ts';
import { endOf } from './settle-run.ts';
import { schedulePrincipal, type Principal } from '../principal.ts';

/** Longest wait while any schedule is enabled, ms, so that sleep and clock changes are noticed. */
const SAFETY_MS = 10_000;
/** Schedules to claim before yielding to other work on this thread. */
const CLAIMS_AT_ONCE = 20;
const SECOND_MS = 1_000;
/** Missed heartbeats are not replayed. */
const HEARTBEAT_POLICY: MissedPolicy = { run: 'skip', most: 0 };
const DEFAULTS = { maxJobs: 500, missedRuns: 'once', missedRunsMax: 10 } as const;

/** Builds the schedules of a host. Nothing runs before {@link Schedules.start}. */
export function createSchedules(ports: SchedulePorts): Schedules {
  const registry = new ScheduleRegistry(ports.store.schedules);
  const runner = new JobRunner(ports, registry);
  const heartbeats = new Heartbeats(ports, registry, runner);
  const scheduler = new Scheduler(ports, registry, runner, heartbeats);
  const { schedules } = ports.store;
  return {
    start: () => scheduler.start(),
    stop: () => scheduler.stop(),
    onNotice: (listener) => registry.onNotice(listener),
    list: () => registry.list(),
    get: (id) => registry.get(id),
    revision: () => registry.revision,
    nextWakeAtMs: () => scheduler.nextWakeAtMs(),
    nextTimes: (schedule, count) => nextTicks(schedule, count, ports.expressions),
    runningSince: (id) => runner.running(id)?.claimedAtMs,
    add: (draft, by) => scheduler.add(draft, by),
    update: (id, change, by) => scheduler.update(id, change, by),
    remove: (id, by) => scheduler.remove(id, by),
    run: (id, mode, by) => scheduler.run(id, mode, by),
    runs: (query) => schedules.runs(query),
    findRun: (id) => schedules.run(id),
    cancel: (id) => runner.cancel(id),
    wake: (wake, by) => heartbeats.wake(wake, by),
    waitingEvents: () => schedules.waitingEvents(),
    heartbeats: () => heartbeats.list(),
    lastHeartbeat: () => heartbeats.last,
  };
}

class Scheduler {
  readonly #ports: SchedulePorts;
  readonly #registry: ScheduleRegistry;
  readonly #runner: JobRunner;
  readonly #heartbeats: Heartbeats;
  #cancelTimer: (() => void) | undefined;
  #stopFollowing: () => void = () => {};
  #asked = 0;

  constructor(ports: SchedulePorts, registry: ScheduleRegistry, runner: JobRunner, heartbeats: Heartbeats) {
    this.#ports = ports;
    this.#registry = registry;
    this.#runner = runner;
    this.#heartbeats = heartbeats;
  }

  async start(): Promise<void> {
    await this.#registry.load();
    await this.#runner.recover();
    await this.#heartbeats.remember();
    await this.#heartbeats.follow();
    await this.#heartbeats.tellWaiting();
    this.#stopFollowing = this.#ports.config.onChange(() => this.#configChanged());
    // Due ticks are claimed right after startup, without delaying it.
    this.#arm();
  }

  async stop(): Promise<void> {
    this.#runner.stop();
    this.#stopFollowing();
    this.#cancelTimer?.();
    await this.#registry.rest();
  }

  nextWakeAtMs(): number | undefined {
    const times = this.#registry.list().flatMap(({ enabled, nextTickMs }) => (enabled ? (nextTickMs ?? []) : []));
    return times.length === 0 ? undefined : Math.min(...times);
  }

  add(draft: ScheduleDraft, by: Principal): Promise<ScheduleRecord> {
    return this.#change(async () => {
      this.#refuseSecrets(draft);
      const { clock, ids, config } = this.#ports;
      const { maxJobs } = config.settings().schedules ?? DEFAULTS;
      if (this.#registry.list().filter((schedule) => !isHeartbeat(schedule)).length >= maxJobs)
        throw invalidRequest(
          `The limit of ${maxJobs} schedules has been reached.`,
          'CRON_JOB_LIMIT',
          'Remove some, or increase schedules.maxJobs in the configuration.',
        );
      const now = clock.now();
      const state = { consecutiveErrors: 0, consecutiveSkipped: 0 };
      const facts = { id: ids.next(), ownerId: by.userId, createdAtMs: now, updatedAtMs: now, state };
      const made = { ...anchored(draft, now), ...facts };
      const schedule = this.#withNext(made, now);
      await this.#registry.save(schedule, auditOf('schedule.added', schedule, by));
      this.#registry.publish({ kind: 'schedule', action: 'added', schedule });
      return schedule;
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
      const kept = nextTickMs === undefined ? made : { ...made, nextTickMs };
      const schedule = isSameTime ? kept : this.#withNext(made, now);
      await this.#registry.save(schedule, auditOf('schedule.updated', schedule, by));
      this.#registry.publish({ kind: 'schedule', action: 'updated', schedule });
      return schedule;
    });
  }

  remove(id: string, by: Principal): Promise<boolean> {
    return this.#change(async () => {
      if (this.#registry.get(id) === undefined) return false;
      const schedule = this.#ownSchedule(id);
      await this.#registry.remove(id, auditOf('schedule.removed', schedule, by));
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
      if (this.#runner.running(id) !== undefined) return 'already-running';
      const claim = claimOf(schedule, this.#agentOf(schedule), this.#ports.ids.next());
      const run = { ...claim, id: `manual:${id}:${now}:${(this.#asked += 1)}`, claimedAtMs: now };
      this.#ports.log.info('Schedule run requested.', { schedule: id, run: run.id, by });
      const rows = await this.#registry.claim(undefined, [run]);
      this.#runner.begin(id, rows, this.#handlerFor(schedule));
      return run;
    });
  }

  /** Applies a change and rearms the timer. */
  async #change<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.#registry.inTurn(work);
    } finally {
      this.#arm();
    }
  }

  async #configChanged(): Promise<void> {
    try {
      await this.#heartbeats.follow();
      await this.#heartbeats.tellWaiting();
    } catch (error) {
      this.#ports.log.error('Heartbeats could not be updated.', { error: String(error) });
    }
    this.#arm();
  }

  #arm(atLeastMs = 0): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const next = this.nextWakeAtMs();
    if (next === undefined || this.#runner.stopping) return;
    const wait = Math.min(SAFETY_MS, Math.max(atLeastMs, next - this.#ports.clock.now()));
    this.#cancelTimer = this.#ports.clock.after(wait, () => void this.#tick());
  }

  async #tick(): Promise<void> {
    let pause = 0;
    const now = this.#ports.clock.now();
    const due = this.#registry.list().filter((schedule) => isDue(schedule, now));
    for (const [index, { id }] of due.entries()) {
      if (index % CLAIMS_AT_ONCE === CLAIMS_AT_ONCE - 1) await sleep(this.#ports.clock, 0, this.#runner.signal);
      try {
        await this.#registry.inTurn(() => this.#claimDue(id));
      } catch (error) {
        // Nothing was done: the same ticks are still due at the next check.
        pause = SAFETY_MS;
        this.#ports.log.error('Due ticks could not be claimed; retrying.', { schedule: id, error: String(error) });
      }
    }
    this.#arm(pause);
  }

  async #claimDue(id: string): Promise<void> {
    const { clock, ids, expressions } = this.#ports;
    const schedule = this.#registry.get(id);
    if (schedule === undefined || this.#runner.stopping) return;
    const plan = planTicks(schedule, {
      nowMs: clock.now(),
      agentId: this.#agentOf(schedule),
      policy: isHeartbeat(schedule) ? HEARTBEAT_POLICY : this.#missedPolicy(schedule),
      busy: this.#runner.running(id) !== undefined,
      expressions,
      newRunId: () => ids.next(),
    });
    if (plan === undefined) return;
    const rows = await this.#registry.claim(plan.schedule, plan.rows);
    const idle = rows.findLast(({ status }) => status !== 'claimed');
    // One event represents a whole gap.
    if (idle !== undefined)
      this.#registry.publish({ kind: 'run', action: 'finished', run: idle, schedule: plan.schedule });
    const claimed = rows.filter(({ status }) => status === 'claimed');
    this.#runner.begin(id, claimed, this.#handlerFor(schedule));
  }

  /** The handler for a schedule's payload. */
  #handlerFor(schedule: ScheduleRecord): JobHandler {
    const { payload } = schedule;
    if (payload.kind === 'heartbeat') return this.#heartbeats.beat;
    return async (run) => {
      const sessionKey = run.sessionKey ?? '';
      if (payload.kind === 'agentTurn') return this.#turn(payload, schedule, run, sessionKey);
      const { runId: id, agentId, claimedAtMs: createdAtMs } = run;
      const event = { id, ownerId: schedule.ownerId, agentId, sessionKey, text: payload.text, createdAtMs };
      const waits = schedule.wakeMode === 'next-heartbeat' && this.#heartbeats.of(agentId)?.enabled === true;
      if (waits) return { status: 'ok', summary: payload.text, events: [event] };
      await this.#ports.store.schedules.queueEvent(event);
      return this.#heartbeats.say(run, sessionKey);
    };
  }

  async #turn(
    payload: Extract<ScheduleRecord['payload'], { kind: 'agentTurn' }>,
    { id, ownerId }: ScheduleRecord,
    run: ScheduleRun,
    sessionKey: string,
  ) {
    const { message: text, model, thinking, timeoutSeconds } = payload;
    const timeoutMs = timeoutSeconds ? Math.min(MAX_RUN_MS, timeoutSeconds * SECOND_MS) : MAX_RUN_MS;
    const options = isLevel(thinking) ? { options: { thinking } } : {};
    const request = {
      sessionKey,
      text,
      images: [],
      runId: run.runId,
      queueMode: 'followup',
      by: schedulePrincipal(id, ownerId),
    } as const;
    const facts = await sendAndFollow(
      this.#ports.engine,
      { ...request, category: 'Schedules', ...options, ...(model === undefined ? {} : { model }) },
      timeoutMs,
    );
    return facts === undefined ? undefined : endOf(facts);
  }

  /** @throws {GatewayError} when there is none, or it is a heartbeat. */
  #ownSchedule(id: string): ScheduleRecord {
    const schedule = this.#registry.get(id);
    if (schedule === undefined) throw noSchedule(id);
    if (isHeartbeat(schedule))
      throw invalidRequest(
        'Heartbeats are managed by the settings of their agent.',
        'CRON_JOB_MANAGED',
        'Change it with set-heartbeats, or agents.….heartbeat in the configuration.',
      );
    return schedule;
  }

  /** Keys must not be stored or sent to a model later. @throws {GatewayError} */
  #refuseSecrets({ payload }: ScheduleDraft): void {
    if (payload.kind === 'heartbeat') return;
    this.#ports.secretGuard.refuse(payload.kind === 'agentTurn' ? payload.message : payload.text);
  }

  #withNext(schedule: ScheduleRecord, nowMs: number): ScheduleRecord {
    if (!schedule.enabled) return schedule;
    const next = nextTick(schedule.cadence, schedule.id, nowMs, this.#ports.expressions);
    return next === undefined ? schedule : { ...schedule, nextTickMs: next };
  }

  #agentOf({ agentId }: ScheduleRecord): string {
    return agentId ?? this.#ports.config.settings().defaultAgentId;
  }

  #missedPolicy({ missedRuns }: ScheduleRecord): MissedPolicy {
    const { missedRuns: usual, missedRunsMax: most } = this.#ports.config.settings().schedules ?? DEFAULTS;
    return { run: missedRuns ?? usual, most };
  }
}

/** Without an anchor, intervals count from now. */
function anchored(draft: ScheduleDraft, nowMs: number): ScheduleDraft {
  const { cadence } = draft;
  return cadence.kind === 'every' ? { ...draft, cadence: { anchorMs: nowMs, ...cadence } } : draft;
}

function isLevel(thinking: string | undefined): thinking is 'off' | 'low' | 'medium' | 'high' {
  return thinking === 'off' || thinking === 'low' || thinking === 'medium' || thinking === 'high';
}

function isDue({ enabled, nextTickMs }: ScheduleRecord, nowMs: number): boolean {
  return enabled && nextTickMs !== undefined && nextTickMs <= nowMs;
}

function sameCadence(a: Pick<ScheduleRecord, 'cadence'>, b: Pick<ScheduleRecord, 'cadence'>): boolean {
  return JSON.stringify(a.cadence) === JSON.stringify(b.cadence);
}

function auditOf(action: string, { id, name, payload, cadence }: ScheduleRecord, by: Principal): AuditDraft {
  return { by, action, subject: id, details: { name, does: payload.kind, when: cadence.kind } };
}

function noSchedule(id: string): GatewayError {
  return new GatewayError('INVALID_REQUEST', `cron job not found: ${id.slice(0, 200)}`, {
    details: { code: 'CRON_JOB_NOT_FOUND', jobId: id.slice(0, 200) },
  });
}
