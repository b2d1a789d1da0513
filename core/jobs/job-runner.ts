// Runs claimed rows, one at a time per schedule, and saves their outcome.
import { GatewayError, errorMessage } from '#contract/wire/errors.ts';
import { retry } from '../retry.ts';
import type { ScheduleRun, SystemEvent } from '../ports/schedules.ts';
import { followToEnd, type RunFacts } from './follow-run.ts';
import type { ScheduleRegistry } from './schedule-registry.ts';
import type { SchedulePorts } from './schedule-ports.ts';
import { afterRun, endOf, interrupted, type RunEnd } from './settle-run.ts';

/** Default time limit of a run, ms. */
export const MAX_RUN_MS = 24 * 60 * 60_000;
/** Delay before retrying to save an outcome, ms. */
const RETRY_MS = 10_000;

/** Runs a row; returns its outcome and events to queue, or undefined when it did not start in time. */
export type JobHandler = (
  run: ScheduleRun,
) => Promise<(RunEnd & { readonly events?: readonly SystemEvent[] }) | undefined>;

/** Active runs of schedules. */
export class JobRunner {
  readonly #ports: SchedulePorts;
  readonly #registry: ScheduleRegistry;
  /** By queue key: a schedule, or a session that is woken. */
  readonly #running = new Map<string, ScheduleRun>();
  readonly #stopping = new AbortController();

  constructor(ports: SchedulePorts, registry: ScheduleRegistry) {
    this.#ports = ports;
    this.#registry = registry;
  }

  get stopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  running(queueKey: string): ScheduleRun | undefined {
    return this.#running.get(queueKey);
  }

  /** Aborted when the runner stops. */
  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  /** Carries claimed rows out in the background. The queue key is claimed immediately. */
  begin(queueKey: string, rows: readonly ScheduleRun[], handler: JobHandler, then: () => void = () => {}): void {
    const [first] = rows;
    if (first === undefined) return;
    this.#running.set(queueKey, first);
    void this.#carryOut(queueKey, rows, handler).then(() => {
      this.#running.delete(queueKey);
      if (!this.stopping) then();
    });
  }

  /** Settles rows that the previous process left claimed. If the run is still going, it is followed; no run is started twice. */
  async recover(): Promise<void> {
    const { store, engine } = this.#ports;
    for (const runId of await store.schedules.takers()) {
      const isTold = (await store.sessions.findRun(runId)) !== undefined;
      await (isTold ? store.schedules.dropTaken(runId) : store.schedules.returnTaken(runId));
    }
    for (const run of await store.schedules.unfinished()) {
      const known = await store.sessions.findRun(run.runId);
      if (known === undefined) {
        await this.settle(run, interrupted('Gatehouse stopped before the run started. It is not retried.'));
        continue;
      }
      const outcome = await engine.runs.wait(run.runId, 0);
      if (outcome === undefined) this.begin(run.jobId, [run], () => this.#follow(run, known.sessionKey));
      else await this.settle(run, endOf({ outcome }));
    }
  }

  /** Stops the run of a row; false when it is not active. */
  async cancel(id: string): Promise<boolean> {
    const run = [...this.#running.values()].find((candidate) => candidate.id === id);
    if (run?.sessionKey === undefined) return false;
    return (await this.#ports.engine.runs.abort(run.sessionKey, run.runId)).length > 0;
  }

  stop(): void {
    this.#stopping.abort('stop');
  }

  /** Saves an outcome and its effect on the schedule, retrying until the store succeeds. */
  async settle(run: ScheduleRun, { events, ...end }: NonNullable<Awaited<ReturnType<JobHandler>>>): Promise<void> {
    const { clock, log, engine } = this.#ports;
    const endedAtMs = clock.now();
    if (this.stopping) return;
    const save = async () => {
      const session = run.sessionKey === undefined ? undefined : await engine.sessions.get(run.sessionKey);
      const sessionId = session === undefined ? {} : { sessionId: session.sessionId };
      await this.#registry.inTurn(() => this.#write({ ...run, ...end, ...sessionId, endedAtMs }, events));
    };
    const saved = retry(save, {
      clock,
      signal: this.#stopping.signal,
      firstDelayMs: RETRY_MS,
      maxDelayMs: RETRY_MS,
      onFailure: (error) =>
        log.error('The outcome of a scheduled run could not be saved; retrying.', {
          run: run.id,
          error: String(error),
        }),
    });
    // Only a stop ends the retries. The row is settled after the next start.
    await saved.catch(() => undefined);
  }

  async #write(run: ScheduleRun, events: readonly SystemEvent[] | undefined): Promise<void> {
    const current = this.#registry.get(run.jobId);
    const change = current === undefined ? undefined : afterRun(current, run);
    await this.#ports.store.schedules.settle(run, change, events);
    if (change !== undefined && 'save' in change) this.#registry.see(change.save);
    if (change !== undefined && 'remove' in change) this.#registry.forget(change.remove);
    this.#registry.publish({ kind: 'run', action: 'finished', run, schedule: this.#registry.get(run.jobId) });
  }

  async #carryOut(queueKey: string, rows: readonly ScheduleRun[], handler: JobHandler): Promise<void> {
    for (const run of rows) {
      if (this.stopping) return;
      this.#running.set(queueKey, run);
      this.#registry.publish({ kind: 'run', action: 'started', run, schedule: this.#registry.get(run.jobId) });
      const end = await handler(run).catch((error: unknown) => this.#failure(run, error));
      // Runs that the engine ends because the host stops are settled from its log at the next start.
      if (this.stopping) return;
      await this.settle(
        run,
        end ?? { status: 'error', error: 'The run stayed queued in its session and did not start in time.' },
      );
    }
  }

  async #follow(run: ScheduleRun, sessionKey: string): Promise<RunEnd | undefined> {
    const facts: RunFacts | undefined = await followToEnd(
      this.#ports.engine,
      { sessionKey, runId: run.runId },
      MAX_RUN_MS,
    );
    return facts === undefined ? undefined : endOf(facts);
  }

  #failure(run: ScheduleRun, error: unknown): RunEnd {
    const message = errorMessage(error);
    if (!(error instanceof GatewayError))
      this.#ports.log.error('A scheduled run failed.', { run: run.id, error: message });
    return { status: 'error', error: message };
  }
}
