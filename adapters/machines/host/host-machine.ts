// This computer as a machine: files are confined to the workspace, and commands and terminals run as the user in their own process
// trees. Commands are confined by policy, not by the kernel.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { FileError, type ExecRequest, type Machine, type RunningCommand, type Terminal } from '#core/ports/machine.ts';
import type { MachineContext } from '../define-machine.ts';
import { commandEnvironment, programEnvironment, terminalEnvironment } from './child-environment.ts';
import { startInPty, startPiped } from './child-process.ts';
import { startFailure } from '../workspace-tools/file-failure.ts';
import { fingerprintFile } from '../workspace-tools/fingerprint.ts';
import { openFolder } from '../workspace-tools/open-folder.ts';
import { createPacer, TERMINAL_PACE } from '../workspace-tools/paced-output.ts';
import { countRunning, killMarked, killTree, MARKER_NAME } from './process-tree.ts';
import { resolveProgram, interactiveShell, toInvocation } from './shell.ts';
import { startCommand, type CommandProcesses } from '../workspace-tools/running-command.ts';
import { createWorkspaceWatch } from '../workspace-tools/watch-workspace.ts';
import { createFileMethods } from '../workspace-tools/workspace-files.ts';
import { openWorkspaceRoot, type WorkspaceRoot } from '../workspace-tools/workspace-root.ts';

const COMMAND_COLS = 120;
const COMMAND_ROWS = 40;
const SIGNAL_NUMBERS: Readonly<Record<string, number>> = constants.signals;

/** Opens the machine of a workspace. @throws {FileError} if the folder can't be a workspace */
export async function openHostMachine(workspace: string, context: MachineContext): Promise<Machine> {
  const root = await openWorkspaceRoot(workspace, context.forbiddenFolders);
  const files = { ...createFileMethods(root), openFolder: (path: string) => openFolder(root, path) };
  const changes = createWorkspaceWatch({ ...files, workspace: root.real }, (reason) =>
    context.log.warn('Not all changes in a workspace are detected.', { workspace: root.real, reason }),
  );
  const programs = new HostPrograms(root, files.stat, context);
  return {
    kind: 'host',
    workspace: root.real,
    ...files,
    watch: (on) => changes.add(on),
    resolveProgram: (name) => resolveProgram(name, root.real, context.environment['PATH'] ?? ''),
    fingerprint: (path, part) => fingerprintFile(root.real, path, part),
    exec: (request, onOutput, signal) => programs.exec(request, onOutput, signal),
    terminal: (size, on) => programs.terminal(size, on),
    dispose: async () => {
      changes.close();
      await programs.dispose();
    },
  };
}

/** The running commands and terminals of a machine. */
class HostPrograms implements Pick<Machine, 'exec' | 'terminal' | 'dispose'> {
  readonly #root: WorkspaceRoot;
  readonly #stat: Machine['stat'];
  readonly #context: MachineContext;
  readonly #commands = new Set<RunningCommand>();
  readonly #terminals = new Set<Terminal>();
  /** Start of the marker of all processes of this machine. */
  readonly #mark: string;
  #started = 0;
  #isDisposed = false;

  constructor(root: WorkspaceRoot, stat: Machine['stat'], context: MachineContext) {
    this.#root = root;
    this.#stat = stat;
    this.#context = context;
    this.#mark = `${context.owner}.${randomUUID()}`;
  }

  async exec(request: ExecRequest, onOutput: (text: string) => void, signal: AbortSignal): Promise<RunningCommand> {
    const cwd = await this.#folder(request.cwd ?? '.');
    this.#requireOpen();
    const id = randomUUID();
    const marker = this.#nextMarker();
    const toEnvironment = typeof request.command === 'string' ? commandEnvironment : programEnvironment;
    const env = toEnvironment(this.#context.environment, request.env ?? {}, {
      ...request.ownEnv,
      [MARKER_NAME]: marker,
    });
    const run = request.pty ? startInPty : startPiped;
    const place = { cwd, env, cols: COMMAND_COLS, rows: COMMAND_ROWS, stdin: request.stdin === true };
    const processes: CommandProcesses = {
      start: (on) => run(toInvocation(request.command), place, on),
      kill: (pid) => killTree(pid, marker),
      countRunning: (pid) => countRunning(pid, marker),
    };
    const command = await startCommand({ id, request, processes }, onOutput, signal);
    this.#commands.add(command);
    void command.finished.then(() => this.#commands.delete(command));
    return command;
  }

  async terminal(
    size: { readonly cols: number; readonly rows: number },
    on: { data(text: string): void; exit(code: number | null, signal: number | null): void },
  ): Promise<Terminal> {
    const cwd = await this.#folder('.');
    this.#requireOpen();
    const marker = this.#nextMarker();
    const shell = interactiveShell(this.#context.environment);
    const env = terminalEnvironment(this.#context.environment, { [MARKER_NAME]: marker });
    const pacer = createPacer(TERMINAL_PACE);
    const child = await startInPty(
      shell,
      { cwd, env, ...size },
      {
        data: (text) => {
          on.data(text);
          pacer.count(text.length, child);
        },
        exit: (code, signal) => {
          pacer.stop();
          this.#terminals.delete(terminal);
          on.exit(code, signal === null ? null : (SIGNAL_NUMBERS[signal] ?? null));
        },
      },
    ).catch((error: unknown) => {
      throw startFailure(error);
    });
    const terminal: Terminal = {
      pid: child.pid,
      shell: shell.file,
      write: (data) => child.write(data),
      resize: (cols, rows) => child.resize(cols, rows),
      kill: () => void killTree(child.pid, marker),
    };
    this.#terminals.add(terminal);
    return terminal;
  }

  async dispose(): Promise<void> {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    const ends = [...this.#commands].map((command) => command.finished);
    for (const command of this.#commands) command.kill();
    for (const terminal of this.#terminals) terminal.kill();
    await Promise.all(ends);
    // Background processes of commands end with the machine.
    if (this.#started > 0) await killMarked((marker) => marker.startsWith(`${this.#mark}.`));
  }

  async #folder(asked: string): Promise<string> {
    const stat = await this.#stat(asked);
    if (stat.kind !== 'directory') throw new FileError('not-a-folder', `${JSON.stringify(asked)} isn't a folder.`);
    return stat.path === '' ? this.#root.real : `${this.#root.real}/${stat.path}`;
  }

  #nextMarker(): string {
    this.#started += 1;
    return `${this.#mark}.${this.#started}`;
  }

  #requireOpen(): void {
    if (this.#isDisposed) throw new FileError('io', 'This workspace was closed.');
  }
}
