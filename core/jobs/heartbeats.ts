// Heartbeats: a schedule for each agent with heartbeats enabled, and delivery of queued events.
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { takeStart, truncateText } from '#contract/types/truncate-text.ts';
import type { HeartbeatRow } from '#contract/types/heartbeats.ts';
import { defined } from '#contract/types/defined.ts';
import { unavailable } from '#contract/wire/errors.ts';
import { formatSessionKey, MAIN_KEY, parseSessionKey } from '#contract/types/ids.ts';
import type { Job } from '../ports/jobs.ts';
import type { ScheduleRecord, SystemEvent } from '../ports/schedules.ts';
import { nextTick } from './cadence.ts';
import type { JobContext, JobEnd, JobKind } from './define-job.ts';
import { DEFAULT_PROMPT, heartbeatText, isSilent } from './heartbeat-text.ts';
import type { NewJob } from './job-runner.ts';
import { defineRunJob, followAgentRun, toJobEnd } from './run-job.ts';
import { HOST_STOPS } from '../runs/follow-run.ts';
import type { ScheduleRegistry } from './schedule-registry.ts';
import type { Heartbeat, Wake, SchedulePorts } from './schedules-api.ts';
import { gatewayPrincipal, type Principal } from '../principal.ts';
import { SCHEDULE_KINDS } from './schedule-run.ts';

const HEARTBEAT = gatewayPrincipal('heartbeat');
const PREFIX = 'heartbeat:';
/** Most queued events per agent: stops a program that sends in a loop. */
const MAX_WAITING = 200;
const MAX_PREVIEW = 200;
const ENDED = ['done', 'failed', 'timed-out', 'canceled', 'interrupted'] as const;

/** Whether a schedule is an agent's heartbeat. */
export function isHeartbeat({ payload }: Pick<ScheduleRecord, 'payload'>): boolean {
  return payload.kind === 'heartbeat';
}

/** Keeps heartbeat schedules in line with the configuration, and wakes agents. */
export class Heartbeats {
  readonly #ports: SchedulePorts;
  readonly #registry: ScheduleRegistry;
  #wakes = 0;
  last: HeartbeatRow | undefined;

  constructor(ports: SchedulePorts, registry: ScheduleRegistry) {
    this.#ports = ports;
    this.#registry = registry;
  }

  list(): readonly Heartbeat[] {
    return this.#ports.config.settings().agents.map(({ agentId, heartbeat }) => ({
      agentId,
      enabled: heartbeat !== undefined,
      every: heartbeat?.every ?? 'off',
      everyMs: heartbeat?.everyMs,
      prompt: heartbeat?.prompt === undefined || heartbeat.prompt === '' ? DEFAULT_PROMPT : heartbeat.prompt,
    }));
  }

  get(agentId: string): Heartbeat | undefined {
    return this.list().find((heartbeat) => heartbeat.agentId === agentId);
  }

  /** Updates the schedules from the configuration. */
  async follow(): Promise<void> {
    await this.#registry.queue.run(async () => {
      const wanted = new Map(this.list().map((heartbeat) => [PREFIX + heartbeat.agentId, heartbeat]));
      for (const schedule of this.#registry.list().filter(isHeartbeat))
        if (wanted.get(schedule.id)?.everyMs === undefined) await this.#registry.remove(schedule.id);
      for (const [id, { agentId, everyMs }] of wanted)
        if (everyMs !== undefined) await this.#keep(id, agentId, everyMs);
    });
  }

  /** Loads the last heartbeat from its row. */
  async remember(): Promise<void> {
    const query = { kinds: SCHEDULE_KINDS, statuses: ENDED, order: 'desc', limit: 1, offset: 0 } as const;
    const { jobs } = this.#ports.store;
    const ends = await Promise.all(
      this.list().map(({ agentId }) => jobs.list({ ...query, subject: PREFIX + agentId })),
    );
    const last = ends.flatMap((page) => page.jobs).toSorted((a, b) => b.createdAtMs - a.createdAtMs)[0];
    if (last === undefined) return;
    const { agentId = '', createdAtMs, endedAtMs = createdAtMs } = last;
    const sessionKey = last.sessionKey ?? formatSessionKey(agentId, MAIN_KEY);
    this.last = { ts: endedAtMs, agentId, sessionKey, ...describeEnd(last), durationMs: endedAtMs - createdAtMs };
  }

  /** Delivers queued events to agents without heartbeats. */
  async deliverWaiting(): Promise<void> {
    const waiting = await this.#ports.store.schedules.waitingEvents();
    for (const event of firstOfEachSession(waiting))
      if (this.get(event.agentId)?.enabled !== true) await this.#deliverLater(event);
  }

  async wake({ agentId, sessionKey, text, mode, key }: Wake, by: Principal): Promise<'queued' | 'coalesced'> {
    const { store, clock, ids, secretGuard } = this.#ports;
    secretGuard.refuse(text);
    if (key !== undefined && (await store.jobs.get(`asked:${key}`)) !== undefined) return 'coalesced';
    const waiting = await store.schedules.waitingEvents(agentId);
    if (waiting.length >= MAX_WAITING)
      throw unavailable(`This agent already has ${MAX_WAITING} queued events.`, { details: { code: 'QUEUE_FULL' } });
    const id = key ?? ids.next();
    const event = { id, ownerId: by.userId, agentId, sessionKey, text, createdAtMs: clock.now() };
    const outcome = await store.schedules.queueEvent(event);
    if (key !== undefined) await store.jobs.add([rememberedKey(key, event)]);
    if (mode === 'now' || this.get(agentId)?.enabled !== true) await this.#deliverLater(event);
    return outcome;
  }

  /** The kinds of jobs: the tick of a heartbeat, and the delivery of queued events. */
  createJobs(): readonly JobKind[] {
    const define = (kind: string, run: (context: JobContext) => Promise<JobEnd>) =>
      defineRunJob(this.#ports, this.#registry, kind, run);
    return [define('heartbeat', (context) => this.#beat(context)), define('wake', (context) => this.deliver(context))];
  }

  async #beat(context: JobContext): Promise<JobEnd> {
    const { agentId = '', sessionKey: key = '' } = context.job;
    const waiting = await this.#ports.store.schedules.waitingEvents(agentId);
    const isBusy = this.#ports.engine.runs.active().some(({ sessionKey }) => sessionKey === key);
    for (const event of firstOfEachSession(waiting)) if (event.sessionKey !== key) await this.#deliverLater(event);
    if (isBusy && !waiting.some(({ sessionKey }) => sessionKey === key)) {
      this.#publishEnd(context.job, { status: 'skipped', reason: 'requests-in-flight' });
      return { state: 'canceled', code: 'skipped', reason: 'The agent was busy.' };
    }
    return this.deliver(context, this.get(agentId)?.prompt ?? DEFAULT_PROMPT);
  }

  /** Sends the queued events of the job's session, after the prompt if there is one, and waits for the end of the run. */
  async deliver(context: JobContext, prompt?: string): Promise<JobEnd> {
    const { store, engine, clock } = this.#ports;
    const { job } = context;
    const { key: runId, sessionKey = '' } = job;
    const startedAt = clock.now();
    const text = heartbeatText(prompt, await store.schedules.takeEvents(sessionKey, runId));
    if (text === undefined) return { state: 'canceled', code: 'skipped', reason: 'No events were queued.' };
    const before = await engine.sessions.get(sessionKey);
    const request = { sessionKey, text, images: [], runId, queueMode: 'followup', by: HEARTBEAT } as const;
    let isSent = false;
    try {
      const end = toJobEnd(
        await followAgentRun(this.#ports, context, request, async () => {
          isSent = true;
          await store.schedules.dropTaken(runId);
        }),
      );
      const row = describeEnd(end);
      this.#publishEnd(job, { ...row, durationMs: clock.now() - startedAt });
      // Nothing was reported, so the session isn't marked unread.
      if (row.silent === true && before?.unread === false)
        await engine.sessions.patch(sessionKey, { unread: false }, HEARTBEAT);
      return end;
    } catch (error) {
      if (!isSent) await store.schedules.returnTaken(runId);
      if (context.signal.reason !== HOST_STOPS) this.#publishEnd(job, { status: 'failed', reason: String(error) });
      throw error;
    }
  }

  async #keep(id: string, agentId: string, everyMs: number): Promise<void> {
    const known = this.#registry.get(id);
    if (known?.cadence.kind === 'every' && known.cadence.everyMs === everyMs) return;
    const now = this.#ports.clock.now();
    const cadence = { kind: 'every', everyMs, anchorMs: now } as const;
    const next = nextTick(cadence, id, now, this.#ports.expressions);
    await this.#registry.save({
      id,
      ownerId: HEARTBEAT.userId,
      name: `heartbeat-${agentId}`,
      displayName: `Heartbeat (${agentId})`,
      declarationKey: id,
      agentId,
      enabled: true,
      createdAtMs: known?.createdAtMs ?? now,
      updatedAtMs: now,
      cadence,
      sessionTarget: 'main',
      wakeMode: 'next-heartbeat',
      payload: { kind: 'heartbeat' },
      state: known?.state ?? { consecutiveErrors: 0, consecutiveSkipped: 0 },
      ...defined({ nextTickMs: next }),
    });
  }

  /** Delivers the queued events of a session. While one delivery is active, one more waits, for events queued meanwhile. */
  async #deliverLater({ ownerId, sessionKey }: Pick<SystemEvent, 'ownerId' | 'sessionKey'>): Promise<void> {
    const { clock, ids, jobs } = this.#ports;
    const queueKey = `wake ${sessionKey}`;
    if (jobs.countPending(queueKey) > 0) return;
    const agentId = parseSessionKey(sessionKey)?.agentId ?? '';
    const createdAtMs = clock.now();
    const id = `wake:${agentId}:${createdAtMs}:${(this.#wakes += 1)}:${ids.next()}`;
    const wake = draftWake({ ownerId, agentId, sessionKey, createdAtMs }, ids.next());
    await jobs.submit([{ ...wake, id, queueKey, state: 'pending' } satisfies NewJob]);
  }

  #publishEnd({ agentId = '', sessionKey = '' }: Job, row: Omit<HeartbeatRow, 'ts' | 'agentId' | 'sessionKey'>): void {
    this.last = { ts: this.#ports.clock.now(), agentId, sessionKey, ...row };
    this.#registry.publish({ kind: 'heartbeat', heartbeat: this.last });
  }
}

type End = Pick<Job, 'state' | 'result' | 'error'>;

function describeEnd({ state, result, error }: End): Pick<HeartbeatRow, 'status' | 'reason' | 'preview' | 'silent'> {
  if (state !== 'done') return { status: 'failed', ...defined({ reason: error }) };
  const { summary = '' } = result ?? {};
  if (isSilent(summary)) return { status: 'ok-token', silent: true };
  return { status: 'sent', preview: truncateText(removeHidden(summary), MAX_PREVIEW) };
}

function draftWake(event: Omit<SystemEvent, 'id' | 'text'>, key: string) {
  const { ownerId, agentId, sessionKey, createdAtMs } = event;
  const title = `Heartbeat (${agentId})`;
  return { kind: 'wake', ownerId, subject: PREFIX + agentId, title, agentId, sessionKey, key, createdAtMs };
}

/** Remembers a caller's key. It is saved after the event, so a crash in between may repeat the event but never lose it. */
function rememberedKey(key: string, event: SystemEvent): Job {
  const id = `asked:${key}`;
  const result = { summary: takeStart(event.text, MAX_PREVIEW) };
  const draft = { ...draftWake(event, key), id, queueKey: id };
  return { ...draft, state: 'done', attempts: 0, endedAtMs: event.createdAtMs, result };
}

/** One event per session. */
function firstOfEachSession(events: readonly SystemEvent[]): readonly SystemEvent[] {
  return [...Map.groupBy(events, ({ sessionKey }) => sessionKey).values()].flatMap(([first]) => first ?? []);
}
