// Starts, stops and tracks active runs: at most one per session.
import type { RunOutcome, RunsFacet } from '../engine/runs-facet.ts';
import type { RunError } from '#contract/sessions/session-events.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { mergeOptions } from '#contract/sessions/run-options.ts';
import { nextInQueue } from '../sessions/queue.ts';
import type { SessionSnapshot, SessionActor, SessionChange } from '../sessions/session-actor.ts';
import { createRun, getAnswer, setPhase, type AbortCause, type ActiveRun } from './active-run.ts';
import { requireAgent, modelChain } from './model-choice.ts';
import { driveRun, type RunEnd, type ToolExecutor } from './run-loop.ts';
import { createTimeLimit } from './time-limit.ts';
import { RunQueue } from './run-queue.ts';
import { RunSlot } from './run-slot.ts';
import { RunWaiters } from './run-waiters.ts';
import { endRun } from './end-run.ts';
import { GATEWAY } from '../principal.ts';
import type { Projects } from '../projects/projects.ts';
import { withProject } from '../projects/session-agent.ts';
import { retry } from '../retry.ts';

type Ended = Exclude<RunEnd, { readonly status: 'left' }>;

interface ActiveEntry {
  readonly run: ActiveRun;
  readonly done: Promise<void>;
}

/** Delay before retrying to save the end of a run, ms. */
const END_RETRY_MS = 1_000;
const END_RETRY_MAX_MS = 10_000;

/** What the runner calls. */
export interface RunnerHooks {
  readonly gates: Pick<ActiveRun, 'budgets' | 'quota'>;
  /** The projects of sessions, which must be loaded. */
  readonly projects: Pick<Projects, 'peek'>;
  /** Called before the first step of a run; returns why it can't start. */
  readonly prepare: (run: ActiveRun) => Promise<RunError | undefined>;
  /** Called when the run of a session starts or stops waiting for a slot, and without a session for a move. */
  readonly queueChanged: (sessionKey?: string) => void;
}

/** The active runs of all sessions. */
export class Runner {
  readonly #ports: EnginePorts;
  readonly #tools: ToolExecutor;
  readonly #hooks: RunnerHooks;
  readonly #active = new Map<string, ActiveEntry>();
  readonly #stopping = new AbortController();
  readonly waiters: RunWaiters;
  readonly queue: RunQueue;

  constructor(ports: EnginePorts, tools: ToolExecutor, hooks: RunnerHooks) {
    this.#hooks = hooks;
    this.#ports = ports;
    this.#tools = tools;
    const limits = () => {
      const { concurrentRuns, concurrentRunsPerUser } = ports.config.settings().limits;
      return { configured: concurrentRuns, perUser: concurrentRunsPerUser || concurrentRuns };
    };
    const { memory, clock, log, store } = ports;
    this.queue = new RunQueue({ limits, memory, clock, log, store: store.runQueue, changed: hooks.queueChanged });
    this.waiters = new RunWaiters(ports.clock);
  }

  get stopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  isActive(key: string): boolean {
    return this.#active.has(key);
  }

  list(): ReturnType<RunsFacet['active']> {
    return [...this.#active.values()].map(({ run: { runId, actor, startedAt } }) => ({
      runId,
      sessionKey: actor.key,
      startedAt,
    }));
  }

  active(key: string): ActiveRun | undefined {
    return this.#active.get(key)?.run;
  }

  /** Drives the run that is active according to the session's view. One that is `resumed` goes to the front of the queue. */
  begin(actor: SessionActor, start: 'new' | 'resumed' = 'new'): void {
    const { view } = actor;
    if (view.run === undefined || this.#active.has(actor.key) || this.stopping) return;
    const { runId, startedAt } = view.run;
    const project = this.#hooks.projects.peek(actor.record?.projectId);
    const agent = withProject(requireAgent(this.#ports.config.settings(), actor.agentId), project);
    const facts = { runId, actor, agent, startedAt, ports: this.#ports, ...this.#hooks.gates };
    const controller = new AbortController();
    const ownerId = actor.record?.ownerId ?? GATEWAY.userId;
    const request = { runId, sessionKey: actor.key, ownerId, isResuming: start === 'resumed' };
    const slot = new RunSlot(this.queue, request, controller.signal, () => setPhase(facts, 'queued'));
    const run = createRun(facts, controller, slot);
    const done = this.#drive(run, slot).catch((error: unknown) => {
      this.#ports.log.error("Couldn't end a run.", { sessionKey: actor.key, error: String(error) });
    });
    this.#active.set(actor.key, { run, done });
  }

  /** Stops the session's run and waits until it has ended. */
  async abort(key: string, cause: AbortCause, runId?: string): Promise<readonly string[]> {
    const entry = this.#active.get(key);
    if (entry === undefined || (runId !== undefined && entry.run.runId !== runId)) return [];
    entry.run.controller.abort(cause);
    await entry.done;
    return [entry.run.runId];
  }

  /** Starts the queued messages of an idle session; with `only`, just that message. */
  async startNext(actor: SessionActor, only?: string): Promise<void> {
    if (this.stopping) return;
    await actor.commit((now) => this.#planNext(actor, now, only));
    this.begin(actor);
  }

  /** Stops all runs; the store may still be written until this returns. */
  async stop(): Promise<void> {
    this.#stopping.abort('stop');
    const entries = [...this.#active.values()];
    for (const { run } of entries) run.controller.abort('stop');
    await Promise.all(entries.map(({ done }) => done));
    this.queue.stop();
    this.waiters.dispose();
  }

  #planNext(actor: SessionActor, { view, record }: SessionSnapshot, only?: string): SessionChange | undefined {
    if (view.run !== undefined || record === undefined) return undefined;
    if (record.deletedAt !== undefined || record.archivedAt !== undefined) return undefined;
    const next = only === undefined ? nextInQueue(view) : view.queue.filter(({ messageId }) => messageId === only);
    const [first] = next;
    if (first === undefined) return undefined;
    const settings = this.#ports.config.settings();
    const { options } = mergeOptions(next.map((message) => message.options));
    const { agentId } = actor;
    const [choice] = modelChain(settings, requireAgent(settings, agentId), record, options?.model);
    const messageIds = next.map(({ messageId }) => messageId);
    return { events: [{ type: 'run.started', runId: first.runId, messageIds, agentId, ...choice }] };
  }

  async #drive(run: ActiveRun, slot: RunSlot): Promise<void> {
    const limit = createTimeLimit(run);
    limit.apply();
    await slot.take();
    const isStillQueued = this.stopping && !slot.hasStarted;
    const end: RunEnd = isStillQueued ? { status: 'left' } : await this.#prepareAndDrive(run, limit);
    limit.stop();
    slot.release();
    if (end.status !== 'left') await this.#end(run, end);
    this.#active.delete(run.actor.key);
    await this.startNext(run.actor);
  }

  async #prepareAndDrive(run: ActiveRun, limit: ReturnType<typeof createTimeLimit>): Promise<RunEnd> {
    const error = await this.#hooks.prepare(run);
    if (error !== undefined && !run.signal.aborted) return { status: 'failed', error };
    return driveRun(run, this.#tools, () => limit.apply());
  }

  /** The end of a run must be on disk, so saving is retried until it succeeds or the host stops. */
  async #end(run: ActiveRun, end: Ended): Promise<void> {
    const { status } = end;
    const stopReason = status === 'done' ? end.stopReason : status === 'failed' ? 'error' : status;
    const event = { status, stopReason, ...(status === 'failed' ? { error: end.error } : {}) };
    const save = () =>
      run.actor.commit(({ view }) =>
        view.run?.runId === run.runId ? endRun(run.actor, run, event, run.ports.clock.now()) : undefined,
      );
    await retry(save, {
      clock: this.#ports.clock,
      signal: this.#stopping.signal,
      firstDelayMs: END_RETRY_MS,
      maxDelayMs: END_RETRY_MAX_MS,
      onFailure: (error) =>
        this.#ports.log.error("Couldn't save the end of a run; retrying.", {
          sessionKey: run.actor.key,
          runId: run.runId,
          error: String(error),
        }),
    });
    this.waiters.settle(toOutcome(run, end));
  }
}

function toOutcome(run: ActiveRun, end: Ended): RunOutcome {
  const { runId, actor, ports } = run;
  const outcome = { runId, sessionKey: actor.key, text: getAnswer(actor.view, runId), endedAt: ports.clock.now() };
  if (end.status !== 'failed') return { ...outcome, status: end.status };
  return { ...outcome, status: end.status, error: { code: end.error.code, message: end.error.message } };
}
