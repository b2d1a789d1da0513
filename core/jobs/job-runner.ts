// Runs background jobs: claimed in the store first, one at a time per queue key, with retries, cancellation, and crash recovery.
import { unavailable } from '#contract/wire/errors.ts';
import type { Clock } from '../ports/clock.ts';
import { hasEnded, type Job, type JobChange, type JobPage, type JobQuery, type JobsStore } from '../ports/jobs.ts';
import type { Log } from '../ports/log.ts';
import { computeRetryDelay, retry } from '../retry.ts';
import { HOST_STOPS } from '../runs/follow-run.ts';
import { sleep, untilAborted } from '../runs/wait.ts';
import { SerialQueue } from '../serial-queue.ts';
import type { JobEnd, JobKind } from './define-job.ts';
import { cancelAttempt, runAttempt } from './job-attempt.ts';

/** Delay before retrying to save, ms. */
const SAVE_RETRY_MS = 10_000;
/** Ended jobs to keep per subject, and the number of new jobs after which others are pruned. */
const KEPT_JOBS = 300;
const JOBS_BETWEEN_PRUNES = 2_000;

/** A job to add: pending or ended. */
export type NewJob = Omit<Job, 'attempts'>;

/** A change of a job. Listeners must not throw and must not block. */
export interface JobNotice {
  readonly action: 'started' | 'changed' | 'ended';
  readonly job: Job;
}

/** Everything outside that the runner depends on. */
export interface JobPorts {
  readonly store: JobsStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** A job that hasn't ended. */
interface Entry {
  job: Job;
  readonly kind: JobKind;
  /** Whether this process has claimed it for the next attempt. */
  isClaimed: boolean;
  readonly controller: AbortController;
  readonly ended: PromiseWithResolvers<void>;
  /** Keeps saves in order. */
  readonly saves: SerialQueue;
}

/** The background jobs of a host. */
export class JobRunner {
  readonly #ports: JobPorts;
  readonly #kinds = new Map<string, JobKind>();
  /** By queue key, the active job first. */
  readonly #queues = new Map<string, Entry[]>();
  readonly #adding = new SerialQueue();
  readonly #listeners = new Set<(notice: JobNotice) => void>();
  readonly #stopping = new AbortController();
  #added = 0;
  #isClearing = false;

  constructor(ports: JobPorts) {
    this.#ports = ports;
  }

  /** Adds a kind of job. Call before {@link start}. */
  register(kind: JobKind): void {
    this.#kinds.set(kind.kind, kind);
  }

  /** Settles or continues the jobs that the previous process left; none is started twice. */
  async start(): Promise<void> {
    for (const job of await this.#ports.store.unfinished()) {
      const kind = this.#kinds.get(job.kind);
      if (kind === undefined) {
        this.#ports.log.warn('No handler for this kind of job; skipping it.', { job: job.id, kind: job.kind });
        continue;
      }
      const entry = newEntry(job, kind);
      const wasActive = job.state === 'running' || job.state === 'waiting';
      const end = wasActive ? await kind.findEnd?.(job) : undefined;
      if (end === undefined) this.#enqueue(entry);
      else await this.#settle(entry, end);
    }
  }

  /** Stops starting jobs and abandons active ones, which are recovered at the next start. */
  stop(): void {
    this.#stopping.abort(HOST_STOPS);
  }

  get signal(): AbortSignal {
    return this.#stopping.signal;
  }

  onNotice(listener: (notice: JobNotice) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Adds the jobs whose id and tick are new, together with `change`, and returns them: on disk when this returns, executed
   * afterwards. `saved` is called in between. @throws {GatewayError} during {@link clear}
   */
  async submit(drafts: readonly NewJob[], change: JobChange = {}, saved = () => {}): Promise<readonly Job[]> {
    this.#refuseWhileClearing();
    return this.#adding.run(async () => {
      for (const { kind } of drafts) this.#requireKind(kind);
      const busy = new Set(this.#queues.keys());
      const jobs = drafts.map((draft) => claimIfFree(draft, busy, this.#ports.clock.now()));
      const added = await this.#ports.store.add(jobs, change);
      saved();
      // One notice represents all jobs that were added as ended, such as missed ticks.
      const ended = added.findLast(hasEnded);
      if (ended !== undefined) this.#publish({ action: 'ended', job: ended });
      for (const job of added)
        if (!hasEnded(job)) this.#enqueue(newEntry(job, this.#requireKind(job.kind), job.state === 'running'));
      await this.#pruneIfDue(added.length);
      return added;
    });
  }

  /** The active job of a queue key. */
  active(queueKey: string): Job | undefined {
    return this.#queues.get(queueKey)?.[0]?.job;
  }

  /** Whether no job of a queue waits, runs, or is to be retried. */
  isIdle(queueKey: string): boolean {
    return (this.#queues.get(queueKey)?.length ?? 0) === 0;
  }

  /** The number of jobs that wait behind the active one. */
  countPending(queueKey: string): number {
    return Math.max(0, (this.#queues.get(queueKey)?.length ?? 0) - 1);
  }

  /** Jobs as they are now, with their progress. */
  async list(query: JobQuery): Promise<JobPage> {
    const { jobs, total } = await this.#ports.store.list(query);
    return { jobs: jobs.map((job) => this.#find(job.id)?.job ?? job), total };
  }

  async get(id: string): Promise<Job | undefined> {
    return this.#find(id)?.job ?? this.#ports.store.get(id);
  }

  /** Cancels a job and waits for its end; false when it had ended or ended otherwise. */
  async cancel(id: string): Promise<boolean> {
    const entry = this.#find(id);
    if (entry === undefined) return false;
    cancelAttempt(entry.controller);
    const queue = this.#queues.get(entry.job.queueKey) ?? [];
    const index = queue.indexOf(entry);
    if (index > 0) {
      queue.splice(index, 1);
      await this.#settle(entry, CANCELED);
    }
    await untilAborted(entry.ended.promise, this.signal);
    return entry.job.state === 'canceled';
  }

  /** Cancels all jobs, and runs `remove` once none is left. Jobs can be submitted again afterwards. */
  async clear<T>(remove: () => Promise<T>): Promise<T> {
    this.#refuseWhileClearing();
    this.#isClearing = true;
    try {
      await this.#adding.idle();
      const entries = [...this.#queues.values()].flat();
      await Promise.all(entries.map(({ job }) => this.cancel(job.id)));
      if (this.signal.aborted) throw unavailable('Gatehouse is stopping.');
      return await remove();
    } finally {
      this.#isClearing = false;
    }
  }

  #refuseWhileClearing(): void {
    if (this.#isClearing) throw unavailable('All data is being deleted. Try again in a moment.');
  }

  #requireKind(name: string): JobKind {
    const kind = this.#kinds.get(name);
    if (kind === undefined) throw new Error(`No handler for jobs of kind "${name}".`);
    return kind;
  }

  #find(id: string): Entry | undefined {
    for (const queue of this.#queues.values()) {
      const entry = queue.find(({ job }) => job.id === id);
      if (entry !== undefined) return entry;
    }
    return undefined;
  }

  #enqueue(entry: Entry): void {
    const { queueKey } = entry.job;
    const queue = this.#queues.get(queueKey);
    if (queue !== undefined) return void queue.push(entry);
    const started = [entry];
    this.#queues.set(queueKey, started);
    void this.#drain(queueKey, started);
  }

  async #drain(queueKey: string, queue: Entry[]): Promise<void> {
    for (let entry = queue[0]; entry !== undefined && !this.signal.aborted; entry = queue[0]) {
      // It fails only when the host stops. Whatever it couldn't save is recovered at the next start.
      await this.#execute(entry).catch(() => undefined);
      queue.shift();
    }
    this.#queues.delete(queueKey);
  }

  async #execute(entry: Entry): Promise<void> {
    for (;;) {
      const end = await this.#attempt(entry);
      if (this.signal.aborted) return;
      const { retry: policy } = entry.kind;
      const isRepeatable = end.state === 'failed' && end.code !== 'interrupted' && end.isFinal !== true;
      const isRetried = isRepeatable && entry.job.attempts < (policy?.attempts ?? 1);
      if (policy === undefined || !isRetried) return this.#settle(entry, end);
      const nextAttemptAtMs = this.#ports.clock.now() + computeRetryDelay(entry.job.attempts, policy);
      await this.#update(entry, { ...entry.job, state: 'retrying', nextAttemptAtMs, error: end.error ?? '' });
    }
  }

  async #attempt(entry: Entry): Promise<JobEnd> {
    const { clock, store, log } = this.#ports;
    const { nextAttemptAtMs } = entry.job;
    const signal = AbortSignal.any([entry.controller.signal, this.signal]);
    if (nextAttemptAtMs !== undefined) await sleep(clock, Math.max(0, nextAttemptAtMs - clock.now()), signal);
    if (signal.aborted) return CANCELED;
    if (!entry.isClaimed) {
      const job = startAttempt(entry.job, clock.now());
      await this.#persist(() => store.save(job));
      entry.job = job;
    }
    entry.isClaimed = false;
    this.#publish({ action: 'started', job: entry.job });
    const context = {
      job: entry.job,
      signal,
      report: (progress: Job['progress'] = {}) => this.#show(entry, { ...entry.job, progress }),
      setWaiting: (isWaiting: boolean) => this.#setWaiting(entry, isWaiting),
    };
    return runAttempt(entry.kind, context, { store, clock, log, persist: (save) => this.#persist(save) });
  }

  #show(entry: Entry, job: Job): void {
    entry.job = job;
    this.#publish({ action: 'changed', job });
  }

  #setWaiting(entry: Entry, isWaiting: boolean): void {
    const state = isWaiting ? 'waiting' : 'running';
    if (entry.job.state === state || hasEnded(entry.job)) return;
    this.#show(entry, { ...entry.job, state });
    const { store, log } = this.#ports;
    // The state is for display: a restart follows the work in either one.
    entry.saves
      .run(() => store.save(entry.job))
      .catch((error: unknown) => log.warn("Couldn't save the state of a job.", { error: String(error) }));
  }

  async #update(entry: Entry, job: Job): Promise<void> {
    await entry.saves.run(() => this.#persist(() => this.#ports.store.save(job)));
    this.#show(entry, job);
  }

  /** Saves the end of a job with other changes. */
  async #settle(entry: Entry, { events, isFinal: _known, ...end }: JobEnd): Promise<void> {
    const { kind } = entry;
    const { nextAttemptAtMs: _past, error: _before, ...job } = entry.job;
    const ended: Job = { ...job, ...end, endedAtMs: this.#ports.clock.now() };
    const save = async (final: Job, change: JobChange = {}): Promise<void> => {
      await this.#ports.store.save(final, events === undefined ? change : { ...change, events });
      entry.job = final;
    };
    await entry.saves.run(() =>
      this.#persist(() => (kind.settle === undefined ? save(ended) : kind.settle(ended, save))),
    );
    this.#publish({ action: 'ended', job: entry.job });
    entry.ended.resolve();
  }

  /** Repeats a save until the store succeeds. @throws when the host stops. */
  #persist(save: () => Promise<void>): Promise<void> {
    const { clock, log } = this.#ports;
    return retry(save, {
      clock,
      signal: this.signal,
      firstDelayMs: SAVE_RETRY_MS,
      maxDelayMs: SAVE_RETRY_MS,
      onFailure: (error) => log.error("Couldn't save a job; retrying.", { error: String(error) }),
    });
  }

  async #pruneIfDue(count: number): Promise<void> {
    this.#added += count;
    if (this.#added < JOBS_BETWEEN_PRUNES) return;
    this.#added = 0;
    // A failed prune affects nothing else; it is retried after the next batch of jobs.
    await this.#ports.store.prune(KEPT_JOBS).catch(() => undefined);
  }

  #publish(notice: JobNotice): void {
    for (const listener of this.#listeners) listener(notice);
  }
}

const CANCELED: JobEnd = { state: 'canceled', error: 'The run was stopped.' };

function newEntry(job: Job, kind: JobKind, isClaimed = false): Entry {
  return {
    job,
    kind,
    isClaimed,
    controller: new AbortController(),
    ended: Promise.withResolvers(),
    saves: new SerialQueue(),
  };
}

/** A pending job whose queue is free is claimed in the same write that adds it. */
function claimIfFree(draft: NewJob, busy: Set<string>, nowMs: number): Job {
  const job: Job = { ...draft, attempts: 0 };
  if (job.state !== 'pending' || busy.has(job.queueKey)) return job;
  busy.add(job.queueKey);
  return startAttempt(job, nowMs);
}

function startAttempt({ nextAttemptAtMs: _past, ...job }: Job, nowMs: number): Job {
  // A waiting job is still waiting after a restart.
  const state = job.state === 'waiting' ? 'waiting' : 'running';
  return { ...job, state, attempts: job.attempts + 1, startedAtMs: job.startedAtMs ?? nowMs };
}
