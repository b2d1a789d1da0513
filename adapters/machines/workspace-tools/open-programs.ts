// The running commands and terminals of a machine, wherever they run. They end with the machine.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { FileError, type Machine, type RunningCommand, type Terminal } from '#core/ports/machine.ts';
import type { Child, ChildListener } from './child.ts';
import { startCommand, type CommandStart } from './running-command.ts';

const SIGNAL_NUMBERS: Readonly<Record<string, number>> = constants.signals;

/** Size of the pseudo-terminal of a command. */
export const COMMAND_SIZE = { cols: 120, rows: 40 };

/** Size of a terminal. */
export type TerminalSize = Parameters<Machine['terminal']>[0];
/** Receives the output and the end of a terminal. */
export type TerminalListener = Parameters<Machine['terminal']>[1];

/** The shell of a terminal. */
interface StartedShell {
  readonly child: Child;
  /** Its program, for people. */
  readonly shell: string;
  /** Ends it with its whole process tree. */
  kill(): void;
}

/** The programs of one machine. */
export class OpenPrograms {
  readonly #commands = new Set<RunningCommand>();
  readonly #terminals = new Set<Terminal>();
  #isDisposed = false;

  /** @throws {FileError} if the machine was disposed of */
  requireOpen(): void {
    if (this.#isDisposed) throw new FileError('io', 'This workspace was closed.');
  }

  /** Starts a command. @throws {FileError} if it can't be started or `signal` is already aborted */
  async startCommand(
    start: Omit<CommandStart, 'id'>,
    onOutput: (text: string) => void,
    signal: AbortSignal,
  ): Promise<RunningCommand> {
    const command = await startCommand({ id: randomUUID(), ...start }, onOutput, signal);
    this.#commands.add(command);
    void command.finished.then(() => this.#commands.delete(command));
    // The machine may have been disposed of in the meantime.
    if (this.#isDisposed) command.kill();
    return command;
  }

  /** Opens a terminal whose shell is started by `start`. */
  async openTerminal(on: TerminalListener, start: (on: ChildListener) => Promise<StartedShell>): Promise<Terminal> {
    const state: { terminal?: Terminal; hasEnded: boolean } = { hasEnded: false };
    const { child, shell, kill } = await start({
      data: (text) => on.data(text),
      exit: (code, signal) => {
        state.hasEnded = true;
        if (state.terminal !== undefined) this.#terminals.delete(state.terminal);
        on.exit(code, signal === null ? null : (SIGNAL_NUMBERS[signal] ?? null));
      },
    });
    const terminal: Terminal = {
      pid: child.pid,
      shell,
      write: (data) => child.write(data),
      resize: (cols, rows) => child.resize(cols, rows),
      pause: () => child.pause(),
      resume: () => child.resume(),
      kill,
    };
    state.terminal = terminal;
    if (!state.hasEnded) this.#terminals.add(terminal);
    if (this.#isDisposed) kill();
    return terminal;
  }

  /** Ends all programs. Returns false if that was done before. */
  async dispose(): Promise<boolean> {
    if (this.#isDisposed) return false;
    this.#isDisposed = true;
    for (const terminal of this.#terminals) terminal.kill();
    const ends = [...this.#commands].map((command) => command.finished);
    for (const command of this.#commands) command.kill();
    await Promise.all(ends);
    return true;
  }
}
