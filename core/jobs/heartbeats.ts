// Heartbeats: a schedule for each agent with heartbeats enabled, and delivery of queued events.
import type { HeartbeatRow } from '#contract/types/heartbeats.ts';
import { unavailable } from '#contract/wire/errors.ts';
import { formatSessionKey, MAIN_KEY, parseSessionKey } from '#contract/types/ids.ts';
import type { ScheduleRecord, ScheduleRun, SystemEvent } from '../ports/schedules.ts';
import { nextTick } from './cadence.ts';
import { sendAndFollow } from './follow-run.ts';
import { DEFAULT_PROMPT, heartbeatText, isSilent } from './heartbeat-text.ts';
import { MAX_RUN_MS, type JobHandler, type JobRunner } from './job-runner.ts';
import type { ScheduleRegistry } from './schedule-registry.ts';
import type { SchedulePorts } from './schedule-ports.ts';
import type { Heartbeat, Wake } from './schedules-api.ts';
import { endOf, type RunEnd } from './settle-run.ts';
import { gatewayPrincipal, type Principal } from '../principal.ts';

const HEARTBEAT = gatewayPrincipal('heartbeat');
const PREFIX = 'heartbeat:';
/** Most queued events per agent: stops a program that sends in a loop. */
const MAX_WAITING = 200;
const MAX_PREVIEW = 200;
const ENDED = ['ok', 'error', 'interrupted'] as const;

/** Whether a schedule is an agent's heartbeat. */
export function isHeartbeat({ payload }: Pick<ScheduleRecord, 'payload'>): boolean {
  return payload.kind === 'heartbeat';
}

/** Keeps heartbeat schedules in line with the configuration, and wakes agents. */
export class Heartbeats {
  readonly #ports: SchedulePorts;
  readonly #registry: ScheduleRegistry;
  readonly #runner: JobRunner;
  /** Sessions to wake again after their active run. */
  readonly #again = new Set<string>();
  #wakes = 0;
  last: HeartbeatRow | undefined;

  constructor(ports: SchedulePorts, registry: ScheduleRegistry, runner: JobRunner) {
    this.#ports = ports;
    this.#registry = registry;
    this.#runner = runner;
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

  of(agentId: string): Heartbeat | undefined {
    return this.list().find((heartbeat) => heartbeat.agentId === agentId);
  }

  /** Updates the schedules from the configuration. */
  async follow(): Promise<void> {
    await this.#registry.inTurn(async () => {
      const wanted = new Map(this.list().map((heartbeat) => [PREFIX + heartbeat.agentId, heartbeat]));
      for (const schedule of this.#registry.list().filter(isHeartbeat))
        if (wanted.get(schedule.id)?.everyMs === undefined) await this.#registry.remove(schedule.id);
      for (const [id, { agentId, everyMs }] of wanted)
        if (everyMs !== undefined) await this.#keep(id, agentId, everyMs);
    });
  }

  /** Loads the last heartbeat from its row. */
  async remember(): Promise<void> {
    const ends = await Promise.all(
      this.list().map(({ agentId }) =>
        this.#ports.store.schedules.runs({
          jobId: PREFIX + agentId,
          statuses: ENDED,
          order: 'desc',
          limit: 1,
          offset: 0,
        }),
      ),
    );
    const last = ends.flatMap(({ runs }) => runs).toSorted((a, b) => b.claimedAtMs - a.claimedAtMs)[0];
    if (last === undefined) return;
    const { agentId, claimedAtMs, endedAtMs = claimedAtMs } = last;
    const sessionKey = last.sessionKey ?? formatSessionKey(agentId, MAIN_KEY);
    this.last = { ts: endedAtMs, agentId, sessionKey, ...toldOf(last), durationMs: endedAtMs - claimedAtMs };
  }

  /** Delivers queued events to agents without heartbeats. */
  async tellWaiting(): Promise<void> {
    const waiting = await this.#ports.store.schedules.waitingEvents();
    for (const key of new Set(waiting.map(({ sessionKey }) => sessionKey)))
      if (this.of(agentOf(key))?.enabled !== true) await this.#tell(key);
  }

  async wake({ agentId, sessionKey, text, mode, key }: Wake, by: Principal): Promise<'queued' | 'coalesced'> {
    const { store, clock, ids, secretGuard } = this.#ports;
    secretGuard.refuse(text);
    if (key !== undefined && (await store.schedules.run(`asked:${key}`)) !== undefined) return 'coalesced';
    const waiting = await store.schedules.waitingEvents(agentId);
    if (waiting.length >= MAX_WAITING)
      throw unavailable(`This agent already has ${MAX_WAITING} queued events.`, { details: { code: 'QUEUE_FULL' } });
    const id = key ?? ids.next();
    const event = { id, ownerId: by.userId, agentId, sessionKey, text, createdAtMs: clock.now() };
    const outcome = await store.schedules.queueEvent(event);
    if (key !== undefined) await this.#registry.claim(undefined, [askedRow(key, event)]);
    if (mode === 'now' || this.of(agentId)?.enabled !== true) await this.#tell(sessionKey);
    return outcome;
  }

  /** Handles a heartbeat tick. */
  readonly beat: JobHandler = async (run) => {
    const key = formatSessionKey(run.agentId, MAIN_KEY);
    const waiting = await this.#ports.store.schedules.waitingEvents(run.agentId);
    const isBusy = this.#ports.engine.runs.active().some(({ sessionKey }) => sessionKey === key);
    for (const other of new Set(waiting.map(({ sessionKey }) => sessionKey)))
      if (other !== key) await this.#tell(other);
    if (isBusy && !waiting.some(({ sessionKey }) => sessionKey === key)) {
      this.#heard(run, key, { status: 'skipped', reason: 'requests-in-flight' });
      return { status: 'skipped', reason: 'The agent was busy.' };
    }
    return this.#say(run, key, this.of(run.agentId)?.prompt ?? DEFAULT_PROMPT);
  };

  /** Delivers the queued events of a session, as the run of a row. */
  async say(run: ScheduleRun, sessionKey: string): Promise<RunEnd | undefined> {
    return this.#say(run, sessionKey, undefined);
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
      ...(next === undefined ? {} : { nextTickMs: next }),
    });
  }

  /** Claims a row for it first; a session that is being told is told again afterwards. */
  async #tell(sessionKey: string): Promise<void> {
    const queueKey = `wake ${sessionKey}`;
    if (this.#runner.running(queueKey) !== undefined) {
      this.#again.add(sessionKey);
      return;
    }
    const { clock, ids } = this.#ports;
    const agentId = agentOf(sessionKey);
    const now = clock.now();
    const run: ScheduleRun = {
      id: `wake:${agentId}:${now}:${(this.#wakes += 1)}:${ids.next()}`,
      jobId: PREFIX + agentId,
      jobName: `Heartbeat (${agentId})`,
      agentId,
      status: 'claimed',
      runId: ids.next(),
      claimedAtMs: now,
      sessionKey,
    };
    this.#runner.begin(
      queueKey,
      [run],
      async (row) => {
        const rows = await this.#registry.claim(undefined, [row]);
        return rows.length === 0 ? { status: 'skipped' } : this.say(row, sessionKey);
      },
      () => {
        if (this.#again.delete(sessionKey)) void this.#tell(sessionKey);
      },
    );
  }

  async #say(run: ScheduleRun, sessionKey: string, prompt: string | undefined): Promise<RunEnd | undefined> {
    const { store, engine, clock } = this.#ports;
    const { runId } = run;
    const began = clock.now();
    const text = heartbeatText(prompt, await store.schedules.takeEvents(sessionKey, runId));
    if (text === undefined) return { status: 'skipped', reason: 'No events were queued.' };
    const before = await engine.sessions.get(sessionKey);
    let isSent = false;
    try {
      const facts = await sendAndFollow(
        engine,
        { sessionKey, text, images: [], runId, queueMode: 'followup', by: HEARTBEAT },
        MAX_RUN_MS,
        async () => {
          isSent = true;
          await store.schedules.dropTaken(runId);
        },
      );
      if (facts === undefined) return undefined;
      const end = endOf(facts);
      const heard = toldOf(end);
      this.#heard(run, sessionKey, { ...heard, durationMs: clock.now() - began });
      // Nothing was reported, so the session isn't marked unread.
      if (heard.silent === true && before?.unread === false)
        await engine.sessions.patch(sessionKey, { unread: false }, HEARTBEAT);
      return end;
    } catch (error) {
      if (!isSent) await store.schedules.returnTaken(runId);
      this.#heard(run, sessionKey, { status: 'failed', reason: String(error) });
      throw error;
    }
  }

  #heard(run: ScheduleRun, sessionKey: string, facts: Omit<HeartbeatRow, 'ts' | 'agentId' | 'sessionKey'>): void {
    this.last = { ts: this.#ports.clock.now(), agentId: run.agentId, sessionKey, ...facts };
    this.#registry.publish({ kind: 'heartbeat', heartbeat: this.last });
  }
}

function toldOf({
  status,
  summary = '',
  error,
}: RunEnd): Pick<HeartbeatRow, 'status' | 'reason' | 'preview' | 'silent'> {
  if (status !== 'ok') return { status: 'failed', ...(error === undefined ? {} : { reason: error }) };
  if (isSilent(summary)) return { status: 'ok-token', silent: true };
  return { status: 'sent', preview: summary.slice(0, MAX_PREVIEW) };
}

/** Remembers a caller's key. It is written after the event: a kill between the two may tell it twice, never not at all. */
function askedRow(key: string, { agentId, sessionKey, text, createdAtMs }: SystemEvent): ScheduleRun {
  return {
    id: `asked:${key}`,
    jobId: PREFIX + agentId,
    jobName: `Heartbeat (${agentId})`,
    agentId,
    status: 'ok',
    runId: key,
    claimedAtMs: createdAtMs,
    endedAtMs: createdAtMs,
    sessionKey,
    summary: text.slice(0, MAX_PREVIEW),
  };
}

function agentOf(sessionKey: string): string {
  return parseSessionKey(sessionKey)?.agentId ?? '';
}
