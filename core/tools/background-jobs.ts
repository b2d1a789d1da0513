// Commands that run in the background, by session. They are stopped with their session or with the host.
import { takeEnd } from '#contract/types/truncate-text.ts';
import type { ExecRequest, ExecResult, RunningCommand, Machine } from '../ports/machine.ts';

/** A command in the background. */
export interface Job {
  readonly id: string;
  readonly command: string;
  readonly startedAt: number;
  /** Whether it accepts input. */
  readonly hasInput: boolean;
  readonly running: RunningCommand;
  readonly result: ExecResult | undefined;
  /** Returns the output since the last call. */
  takeOutput(): string;
}

/** A command line to run. */
type CommandLine = ExecRequest & { readonly command: string };

interface OwnJob extends Job {
  result: ExecResult | undefined;
}

/** Unread output to keep, characters. */
const UNREAD_LIMIT = 32 * 1024;
/** Finished jobs kept per session. */
const KEPT_JOBS = 20;
/** Most background commands that a session may run at the same time. */
const MAX_RUNNING = 16;

/** All background jobs. */
export class BackgroundJobs {
  readonly #jobs = new Map<string, Map<string, OwnJob>>();
  #count = 0;

  /** Starts a command. Returns undefined when the session has too many already. */
  async start(
    sessionKey: string,
    machine: Pick<Machine, 'exec'>,
    request: CommandLine,
    now: number,
  ): Promise<Job | undefined> {
    const jobs = this.#jobsIn(sessionKey);
    if ([...jobs.values()].filter((job) => job.result === undefined).length >= MAX_RUNNING) return undefined;
    let unread = '';
    const onOutput = (text: string) => void (unread = takeEnd(unread + text, UNREAD_LIMIT));
    const takeOutput = () => {
      const output = unread;
      unread = '';
      return output;
    };
    // It outlives the run that started it, so aborting the run doesn't stop it.
    const running = await machine.exec(request, onOutput, new AbortController().signal);
    this.#count += 1;
    const id = `job-${this.#count}`;
    const { command, pty, stdin } = request;
    const hasInput = pty || stdin === true;
    const started: OwnJob = { id, command, startedAt: now, hasInput, running, result: undefined, takeOutput };
    jobs.set(started.id, started);
    forgetOld(jobs);
    const end = (result: ExecResult) => void (started.result = result);
    running.finished.then(end, () => undefined);
    return started;
  }

  list(sessionKey: string): readonly Job[] {
    return [...this.#jobsIn(sessionKey).values()];
  }

  get(sessionKey: string, id: string): Job | undefined {
    return this.#jobsIn(sessionKey).get(id);
  }

  /** Stops all commands of a session. */
  release(sessionKey: string): void {
    for (const job of this.#jobsIn(sessionKey).values()) if (job.result === undefined) job.running.kill();
    this.#jobs.delete(sessionKey);
  }

  /** Stops all commands. */
  releaseAll(): void {
    for (const key of this.#jobs.keys()) this.release(key);
  }

  #jobsIn(sessionKey: string): Map<string, OwnJob> {
    const known = this.#jobs.get(sessionKey) ?? new Map<string, OwnJob>();
    this.#jobs.set(sessionKey, known);
    return known;
  }
}

function forgetOld(jobs: Map<string, OwnJob>): void {
  const finished = [...jobs.values()].filter((job) => job.result !== undefined);
  for (const job of finished.slice(0, Math.max(0, finished.length - KEPT_JOBS))) jobs.delete(job.id);
}
