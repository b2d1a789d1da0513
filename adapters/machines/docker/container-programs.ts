// The commands and terminals of a container.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import {
  FileError,
  type ExecRequest,
  type ExecResult,
  type Machine,
  type RunningCommand,
  type Terminal,
} from '#core/ports/machine.ts';
import { commandEnvironment } from '../workspace-tools/child-environment.ts';
import type { Child, ChildListener } from '../workspace-tools/child.ts';
import { MARKER_NAME } from '../workspace-tools/marker.ts';
import { startCommand, type CommandProcesses } from '../workspace-tools/running-command.ts';
import { countTree, endTree } from './container-processes.ts';
import type { ManagedContainer } from './managed-container.ts';
import { toSignal, type RunningContainer } from './running-container.ts';
import { commandScript, interactiveShell, terminalScript } from './shell-script.ts';

const COMMAND_SIZE = { cols: 120, rows: 40 };
const TERMINAL_ENVIRONMENT = { TERM: 'xterm-256color', COLORTERM: 'truecolor' };
const SIGNAL_NUMBERS: Readonly<Record<string, number>> = constants.signals;

/** Starts commands and terminals in a container. */
export class ContainerPrograms implements Pick<Machine, 'exec' | 'terminal' | 'dispose'> {
  readonly #container: ManagedContainer;
  readonly #folder: (asked: string) => Promise<string>;
  readonly #commands = new Set<RunningCommand>();
  readonly #terminals = new Set<Terminal>();
  #isDisposed = false;

  constructor(container: ManagedContainer, folder: (asked: string) => Promise<string>) {
    this.#container = container;
    this.#folder = folder;
  }

  async exec(request: ExecRequest, onOutput: (text: string) => void, signal: AbortSignal): Promise<RunningCommand> {
    const cwd = await this.#folder(request.cwd ?? '.');
    this.#requireOpen();
    signal.throwIfAborted();
    await this.#container.requireSpace();
    const running = await this.#container.acquire();
    const { command: line } = request;
    const recorder = this.#container.journal.command(typeof line === 'string' ? line : line.join(' '));
    let stoppedBy: ExecResult['stoppedBy'];
    const stopUsing = this.#container.use({
      stop: (reason) => {
        stoppedBy = reason;
        command?.kill();
      },
    });
    const release = (): void => {
      recorder.end();
      stopUsing();
    };
    let command: RunningCommand | undefined;
    try {
      const processes = new CommandInContainer(this.#container, running, request, cwd, () => stoppedBy);
      const output = (text: string): void => {
        recorder.add(text);
        onOutput(text);
      };
      command = await startCommand({ id: randomUUID(), request, processes }, output, signal);
    } catch (error) {
      release();
      throw error;
    }
    const started = command;
    this.#commands.add(started);
    void started.finished.then(() => {
      this.#commands.delete(started);
      release();
    });
    return started;
  }

  async terminal(
    size: { readonly cols: number; readonly rows: number },
    on: { data(text: string): void; exit(code: number | null, signal: number | null): void },
  ): Promise<Terminal> {
    const cwd = await this.#folder('.');
    this.#requireOpen();
    const running = await this.#container.acquire();
    const release = this.#container.use({ stop: () => terminal?.kill() });
    const marker = randomUUID();
    let terminal: Terminal | undefined;
    try {
      const env = { ...TERMINAL_ENVIRONMENT, ...(await this.#container.environment()), [MARKER_NAME]: marker };
      const child = await running.runAlone(
        { script: terminalScript(cwd, running.image.hasBash), env, size },
        {
          data: (text) => on.data(text),
          exit: (code, signal) => {
            release();
            if (terminal !== undefined) this.#terminals.delete(terminal);
            const name = signal ?? toSignal(code);
            on.exit(name === null ? code : null, name === null ? null : (SIGNAL_NUMBERS[name] ?? null));
          },
        },
      );
      terminal = {
        pid: child.pid,
        shell: interactiveShell(running.image.hasBash),
        write: (data) => child.write(data),
        resize: (cols, rows) => child.resize(cols, rows),
        pause: () => child.pause(),
        resume: () => child.resume(),
        kill: () => void endTree(running.control, child.pid, marker).catch(() => undefined),
      };
    } catch (error) {
      release();
      throw error;
    }
    this.#terminals.add(terminal);
    return terminal;
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    for (const terminal of this.#terminals) terminal.kill();
    const ends = [...this.#commands].map((command) => command.finished);
    for (const command of this.#commands) command.kill();
    await Promise.all(ends);
  }

  #requireOpen(): void {
    if (this.#isDisposed) throw new FileError('io', 'This workspace was closed.');
  }
}

/** The processes of one command. */
class CommandInContainer implements CommandProcesses {
  readonly #container: ManagedContainer;
  readonly #running: RunningContainer;
  readonly #request: ExecRequest;
  readonly #cwd: string;
  readonly #stoppedBy: () => ExecResult['stoppedBy'];
  readonly #marker = randomUUID();
  #isKilled = false;

  constructor(
    container: ManagedContainer,
    running: RunningContainer,
    request: ExecRequest,
    cwd: string,
    stoppedBy: () => ExecResult['stoppedBy'],
  ) {
    this.#container = container;
    this.#running = running;
    this.#request = request;
    this.#cwd = cwd;
    this.#stoppedBy = stoppedBy;
  }

  async start(on: ChildListener): Promise<Child> {
    const { command, pty, stdin } = this.#request;
    const own = { ...this.#request.ownEnv, [MARKER_NAME]: this.#marker };
    const network = await this.#container.environment();
    const env =
      typeof command === 'string' ? commandEnvironment({}, this.#request.env ?? {}, { ...network, ...own }) : own;
    const { image } = this.#running;
    const scripted = { command, cwd: this.#cwd, env, image };
    const listener = { data: on.data, exit: (code: number | null) => void this.#end(code, on) };
    if (!pty && stdin !== true) {
      const left = async (pid: number): Promise<boolean> => (await this.countRunning(pid)) > 0;
      return this.#running.runInShell(commandScript(scripted, true), listener, left);
    }
    const alone = { script: commandScript(scripted, false), env: { [MARKER_NAME]: this.#marker } };
    return this.#running.runAlone(pty ? { ...alone, size: COMMAND_SIZE } : alone, listener);
  }

  async kill(pid: number): Promise<void> {
    this.#isKilled = true;
    // If the container is gone, so are its processes.
    const hasEnded = await endTree(this.#running.control, pid, this.#marker).catch(() => true);
    if (!hasEnded) await this.#container.stop("a command couldn't be ended");
  }

  countRunning(pid: number): Promise<number> {
    return countTree(this.#running.control, pid, this.#marker);
  }

  async #end(code: number | null, on: ChildListener): Promise<void> {
    const stoppedBy = this.#stoppedBy();
    if (code === 0) return on.exit(code, null, stoppedBy);
    if (code === null) return on.exit(null, 'SIGKILL', this.#isKilled ? stoppedBy : 'machine');
    const isOutOfMemory = await this.#running.hasRunOutOfMemory().catch(() => false);
    if (isOutOfMemory) this.#container.ranOutOfMemory();
    const name = this.#isKilled ? toSignal(code) : null;
    on.exit(name === null ? code : null, name, stoppedBy ?? (isOutOfMemory ? 'memory' : undefined));
  }
}
