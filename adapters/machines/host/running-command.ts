// Runs one command of an agent: streams its output, limits its time, and ends its whole process tree.
import { FileError } from '#core/ports/machine.ts';
import type { ExecRequest, ExecResult, RunningCommand } from '#core/ports/machine.ts';
import { BoundedOutput } from '../workspace-tools/bounded-output.ts';
import type { Child, ChildPlace } from './child-process.ts';
import { startInPty, startPiped } from './child-process.ts';
import { startFailure } from '../workspace-tools/file-failure.ts';
import { COMMAND_PACE, createPacer } from '../workspace-tools/paced-output.ts';
import { countRunning, killTree } from './process-tree.ts';
import { toInvocation } from './shell.ts';

/** A command, its marker, and where it runs. */
export interface CommandStart {
  readonly id: string;
  readonly marker: string;
  readonly request: ExecRequest;
  readonly place: ChildPlace;
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
    const { request, place } = this.#start;
    const run = request.pty ? startInPty : startPiped;
    try {
      this.#child = await run(toInvocation(request.command), place, {
        data: (text) => this.#take(text),
        exit: (code, signal) => this.#end(code, signal),
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
    if (!this.#start.request.pty)
      throw new FileError('denied', "This command doesn't accept input. Run it with a pseudo-terminal to send input.");
    this.#child?.write(data);
  }

  readonly kill = (): void => this.#stop('killed');

  #stop(why: 'killed' | 'timed-out'): void {
    if (this.#state !== 'running') return;
    this.#state = why;
    this.#child?.resume();
    void killTree(this.pid, this.#start.marker).then(() => {
      this.#timer = setTimeout(() => this.#end(null, 'SIGKILL'), LOST_EXIT_MS);
    });
  }

  #take(text: string): void {
    if (this.#state === 'ended') return;
    this.#kept.add(text);
    this.#onOutput(text);
    this.#pacer.count(text.length, this.#child);
  }

  #end(exitCode: number | null, signal: string | null): void {
    clearTimeout(this.#timer);
    if (this.#state === 'ended') return;
    const { request, marker } = this.#start;
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
    };
    if (!endedByItself || typeof request.command !== 'string') return this.#settle(result);
    void countRunning(this.pid, marker).then(
      (leftRunning) => this.#settle(leftRunning === 0 ? result : { ...result, leftRunning }),
      () => this.#settle(result),
    );
  }
}
