// Commands that run in the background, by session. They are stopped with their session or with the host; those that ended with the
// host are found again after the next start, with their last output.
import { takeEnd } from '#contract/types/truncate-text.ts';
import type { ExecRequest, ExecResult, RunningCommand, Machine } from '../ports/machine.ts';
import type { JobRecord, JobRecords } from './job-records.ts';

/** A command in the background. */
export interface Job {
  readonly id: string;
  readonly command: string;
  readonly startedAt: number;
  /** Whether it accepts input. */
  readonly hasInput: boolean;
  /** Undefined if it ended with a previous process of the host. */
  readonly running: RunningCommand | undefined;
  readonly result: Pick<ExecResult, 'exitCode' | 'timedOut'> | undefined;
  /** Output so far (bounded). */
  output(): string;
  /** Returns the output since the last call. */
  takeOutput(): string;
}

/** A job of this process of the host. */
type StartedJob = Job & { readonly running: RunningCommand };

/** A command line to run. */
type CommandLine = ExecRequest & { readonly command: string };

/** Unread output to keep, characters. */
const UNREAD_LIMIT = 32 * 1024;
/** Finished jobs kept per session. */
const KEPT_JOBS = 20;
/** Most background commands that a session may run at the same time. */
const MAX_RUNNING = 16;

/** All background jobs. */
export class BackgroundJobs {
  readonly #records: JobRecords;
  readonly #jobs = new Map<string, Map<string, Job>>();
  #count = 0;

  constructor(records: JobRecords) {
    this.#records = records;
  }

  /** Finds the jobs that ended with the previous process of the host. Call it once, first. */
  async recover(): Promise<void> {
    for (const { sessionKey, number, ...found } of await this.#records.load()) {
      this.#count = Math.max(this.#count, number);
      const id = toId(number);
      this.#jobsIn(sessionKey).set(id, { ...found, id, running: undefined, ...toOutput(found.lastOutput) });
    }
  }

  /** Starts a command. Returns undefined when the session has too many already. */
  async start(
    sessionKey: string,
    machine: Pick<Machine, 'exec'>,
    request: CommandLine,
    now: number,
  ): Promise<StartedJob | undefined> {
    const jobs = this.#jobsIn(sessionKey);
    if ([...jobs.values()].filter(isRunning).length >= MAX_RUNNING) return undefined;
    let unread = '';
    const saved: { record?: JobRecord } = {};
    const onOutput = (text: string): void => {
      unread = takeEnd(unread + text, UNREAD_LIMIT);
      saved.record?.changed();
    };
    const takeOutput = () => {
      const output = unread;
      unread = '';
      return output;
    };
    // It outlives the run that started it, so aborting the run doesn't stop it.
    const running = await machine.exec(request, onOutput, new AbortController().signal);
    this.#count += 1;
    const number = this.#count;
    const { command, pty, stdin } = request;
    const facts = { command, startedAt: now, hasInput: pty || stdin === true };
    saved.record = this.#records.open({ sessionKey, number, ...facts }, () => running.output());
    const output = (): string => running.output();
    const id = toId(number);
    const job = { id, ...facts, running, result: undefined, output, takeOutput };
    jobs.set(id, job);
    this.#forgetOld(sessionKey, jobs);
    const end = (result: ExecResult): void => {
      if (jobs.has(id)) jobs.set(id, { ...job, result });
      saved.record?.close();
    };
    running.finished.then(end, () => undefined);
    return job;
  }

  list(sessionKey: string): readonly Job[] {
    return [...this.#jobsIn(sessionKey).values()];
  }

  get(sessionKey: string, id: string): Job | undefined {
    return this.#jobsIn(sessionKey).get(id);
  }

  /** Stops all commands of a session. */
  release(sessionKey: string): void {
    for (const job of this.#jobsIn(sessionKey).values()) {
      if (isRunning(job)) job.running?.kill();
      this.#records.remove(sessionKey, toNumber(job.id));
    }
    this.#jobs.delete(sessionKey);
  }

  /** Stops all commands. Those that are running are found again after the next start. */
  stop(): void {
    this.#records.stop();
    for (const jobs of this.#jobs.values()) for (const job of jobs.values()) if (isRunning(job)) job.running?.kill();
    this.#jobs.clear();
  }

  #jobsIn(sessionKey: string): Map<string, Job> {
    const known = this.#jobs.get(sessionKey) ?? new Map<string, Job>();
    this.#jobs.set(sessionKey, known);
    return known;
  }

  #forgetOld(sessionKey: string, jobs: Map<string, Job>): void {
    const ended = [...jobs.values()].filter((job) => !isRunning(job));
    for (const { id } of ended.slice(0, Math.max(0, ended.length - KEPT_JOBS))) {
      jobs.delete(id);
      this.#records.remove(sessionKey, toNumber(id));
    }
  }
}

/** Whether a job hasn't ended. */
function isRunning({ running, result }: Job): boolean {
  return running !== undefined && result === undefined;
}

/** The output of a job that has ended. */
function toOutput(text: string): Pick<Job, 'output' | 'takeOutput' | 'result'> {
  let unread = text;
  const takeOutput = (): string => {
    const output = unread;
    unread = '';
    return output;
  };
  return { output: () => text, takeOutput, result: undefined };
}

const PREFIX = 'job-';
const toId = (number: number): string => `${PREFIX}${number}`;
const toNumber = (id: string): number => Number(id.slice(PREFIX.length));
