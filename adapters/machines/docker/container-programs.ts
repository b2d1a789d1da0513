// The commands and terminals of a container.
import { randomUUID } from 'node:crypto';
import type { ExecRequest, ExecResult, Machine, RunningCommand, Terminal } from '#core/ports/machine.ts';
import { commandEnvironment } from '../workspace-tools/child-environment.ts';
import type { Child, ChildListener } from '../workspace-tools/child.ts';
import { MARKER_NAME } from '../workspace-tools/marker.ts';
import {
  COMMAND_SIZE,
  OpenPrograms,
  type TerminalListener,
  type TerminalSize,
} from '../workspace-tools/open-programs.ts';
import type { CommandProcesses } from '../workspace-tools/running-command.ts';
import { countTree, endTree } from './container-processes.ts';
import type { ManagedContainer } from './managed-container.ts';
import { toSignal, type RunningContainer } from './running-container.ts';
import { commandScript, interactiveShell, terminalScript } from './shell-script.ts';

const TERMINAL_ENVIRONMENT = { TERM: 'xterm-256color', COLORTERM: 'truecolor' };

/** Starts commands and terminals in a container. */
export class ContainerPrograms implements Pick<Machine, 'exec' | 'terminal' | 'dispose'> {
  readonly #container: ManagedContainer;
  readonly #folder: (asked: string) => Promise<string>;
  readonly #open = new OpenPrograms();

  constructor(container: ManagedContainer, folder: (asked: string) => Promise<string>) {
    this.#container = container;
    this.#folder = folder;
  }

  async exec(request: ExecRequest, onOutput: (text: string) => void, signal: AbortSignal): Promise<RunningCommand> {
    const cwd = await this.#folder(request.cwd ?? '.');
    this.#open.requireOpen();
    signal.throwIfAborted();
    await this.#container.requireSpace();
    const running = await this.#container.acquire();
    const { command: line } = request;
    const recorder = this.#container.journal.command(typeof line === 'string' ? line : line.join(' '));
    let stoppedBy: ExecResult['stoppedBy'];
    let command: RunningCommand | undefined;
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
    try {
      const processes = new CommandInContainer(this.#container, running, request, cwd, () => stoppedBy);
      const output = (text: string): void => {
        recorder.add(text);
        onOutput(text);
      };
      command = await this.#open.startCommand({ request, processes }, output, signal);
      void command.finished.then(release);
      return command;
    } catch (error) {
      release();
      throw error;
    }
  }

  async terminal({ env: extra, ...size }: TerminalSize, on: TerminalListener): Promise<Terminal> {
    const cwd = await this.#folder('.');
    this.#open.requireOpen();
    const running = await this.#container.acquire();
    let terminal: Terminal | undefined;
    const release = this.#container.use({ stop: () => terminal?.kill() });
    const marker = randomUUID();
    const kill = (pid: number): void => void endTree(running.control, pid, marker).catch(() => undefined);
    try {
      const env = {
        ...TERMINAL_ENVIRONMENT,
        ...extra,
        ...(await this.#container.environment()),
        [MARKER_NAME]: marker,
      };
      terminal = await this.#open.openTerminal(on, async (listener) => {
        const exit: ChildListener['exit'] = (code, signal) => {
          release();
          const name = signal ?? toSignal(code);
          listener.exit(name === null ? code : null, name);
        };
        const script = terminalScript(cwd, running.image.hasBash);
        const child = await running.runAlone({ script, env, size }, { data: listener.data, exit });
        return { child, shell: interactiveShell(running.image.hasBash), kill: () => kill(child.pid) };
      });
      return terminal;
    } catch (error) {
      release();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#open.dispose();
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
