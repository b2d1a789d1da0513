// Runs one command of an agent: streams its output, limits its time, and ends its whole process tree.
import { defined } from '#contract/types/defined.ts';
import { FileError } from '#core/ports/machine.ts';
import type { ExecRequest, ExecResult, RunningCommand } from '#core/ports/machine.ts';
import { BoundedOutput } from './bounded-output.ts';
import type { Child, ChildListener } from './child.ts';
import { startFailure } from './file-failure.ts';
import { COMMAND_PACE, createPacer } from './paced-output.ts';

/** The processes of a command, on any kind of machine. */
export interface CommandProcesses {
  /** Starts the first one. Rejects if it can't be started. */
  start(on: ChildListener): Promise<Child>;
  /** Ends all of them. Resolves once they have ended, or if they can't be ended. */
  kill(pid: number): Promise<void>;
  /** The number of those that are still running after the first one has ended. */
  countRunning(pid: number): Promise<number>;
}

/** A command and its processes. */
export interface CommandStart {
  readonly id: string;
  readonly request: ExecRequest;
  readonly processes: CommandProcesses;
}

/** Time after which the end of a killed tree is reported even if the system doesn't report it. */
const LOST_EXIT_MS = 400;
/** Maximum delay of a timer. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Starts a command. @throws {FileError} if it can't be started or `signal` is already aborted */
export async function startCommand(
  start: CommandStart,
  onOutput: (text: string) => void,
  signal: AbortSignal,
): Promise<RunningCommand> {
  signal.throwIfAborted();
  const command = new Command(start, onOutput, signal);
  await command.begin();
  return command;
}

class Command implements RunningCommand {
  readonly id: string;
  readonly finished: Promise<ExecResult>;
  readonly #start: CommandStart;
  readonly #onOutput: (text: string) => void;
  readonly #signal: AbortSignal;
  readonly #kept: BoundedOutput;
  readonly #pacer = createPacer(COMMAND_PACE);
  readonly #startedAt = performance.now();
  readonly #settle: (result: ExecResult) => void;
  #child: Child | undefined;
  #state: 'running' | 'killed' | 'timed-out' | 'ended' = 'running';
  #timer: NodeJS.Timeout | undefined;

  constructor(start: CommandStart, onOutput: (text: string) => void, signal: AbortSignal) {
    this.id = start.id;
    this.#start = start;
    this.#onOutput = onOutput;
    this.#signal = signal;
    this.#kept = new BoundedOutput(start.request.maxOutputBytes);
    const { promise, resolve } = Promise.withResolvers<ExecResult>();
    this.finished = promise;
    this.#settle = resolve;
  }

  get pid(): number {
    return this.#child?.pid ?? 0;
  }

  async begin(): Promise<void> {
    const { request, processes } = this.#start;
    try {
      this.#child = await processes.start({
        data: (text) => this.#take(text),
        exit: (code, signal, stoppedBy) => this.#end(code, signal, stoppedBy),
      });
    } catch (error) {
      throw startFailure(error);
    }
    this.#timer = setTimeout(() => this.#stop('timed-out'), Math.min(request.timeoutMs, MAX_TIMER_MS));
    this.#signal.addEventListener('abort', this.kill, { once: true });
    if (this.#signal.aborted) this.kill();
  }

  output(): string {
    return this.#kept.text();
  }

  write(data: string): void {
    const { pty, stdin } = this.#start.request;
    if (!pty && stdin !== true)
      throw new FileError('denied', "This command doesn't accept input. Start it with input or a pseudo-terminal.");
    this.#child?.write(data);
  }

  endInput(): void {
    this.#child?.end();
  }

  readonly kill = (): void => this.#stop('killed');

  #stop(why: 'killed' | 'timed-out'): void {
    if (this.#state !== 'running') return;
    this.#state = why;
    this.#child?.resume();
    void this.#start.processes.kill(this.pid).then(() => {
      this.#timer = setTimeout(() => this.#end(null, 'SIGKILL'), LOST_EXIT_MS);
    });
  }

  #take(text: string): void {
    if (this.#state === 'ended') return;
    this.#kept.add(text);
    this.#onOutput(text);
    this.#pacer.count(text.length, this.#child);
  }

  #end(exitCode: number | null, signal: string | null, stoppedBy?: ExecResult['stoppedBy']): void {
    clearTimeout(this.#timer);
    if (this.#state === 'ended') return;
    const { request, processes } = this.#start;
    const timedOut = this.#state === 'timed-out';
    const endedByItself = this.#state === 'running';
    this.#state = 'ended';
    this.#pacer.stop();
    this.#signal.removeEventListener('abort', this.kill);
    const result: ExecResult = {
      exitCode,
      signal,
      timedOut,
      output: this.#kept.text(),
      truncated: this.#kept.truncated,
      durationMs: Math.round(performance.now() - this.#startedAt),
      ...defined({ stoppedBy }),
    };
    if (!endedByItself || typeof request.command !== 'string') return this.#settle(result);
    void processes.countRunning(this.pid).then(
      (leftRunning) => this.#settle(leftRunning === 0 ? result : { ...result, leftRunning }),
      () => this.#settle(result),
    );
  }
}
