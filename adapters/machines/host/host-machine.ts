// This computer as a machine: files are confined to the workspace, and commands and terminals run as the user in their own process
// trees. How they are started is up to a launcher: as they are, so that only policy confines them, or confined by the system.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { FileError, type ExecRequest, type Machine, type RunningCommand, type Terminal } from '#core/ports/machine.ts';
import type { MachineContext } from '../define-machine.ts';
import { commandEnvironment, programEnvironment, terminalEnvironment } from '../workspace-tools/child-environment.ts';
import type { ChildListener } from '../workspace-tools/child.ts';
import { startFailure } from '../workspace-tools/file-failure.ts';
import { fingerprintFile } from '../workspace-tools/fingerprint.ts';
import { openFolder } from '../workspace-tools/open-folder.ts';
import { MARKER_NAME } from '../workspace-tools/marker.ts';
import { countRunning, killMarked, killTree } from './process-tree.ts';
import { PLAIN_LAUNCHER, type Launcher } from './launcher.ts';
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
  return createLocalMachine('host', root, context, PLAIN_LAUNCHER);
}

/** Creates a machine on this computer whose programs are started by a launcher, which it closes. */
export function createLocalMachine(
  kind: string,
  root: WorkspaceRoot,
  context: MachineContext,
  launcher: Launcher,
): Machine {
  const files = { ...createFileMethods(root), openFolder: (path: string) => openFolder(root, path) };
  const changes = createWorkspaceWatch({ ...files, workspace: root.real }, (reason) =>
    context.log.warn('Not all changes in a workspace are detected.', { workspace: root.real, reason }),
  );
  const programs = new LocalPrograms(root, files.stat, context, launcher);
  return {
    kind,
    workspace: root.real,
    ...files,
    watch: (on) => changes.add(on),
    resolveProgram: (name) =>
      resolveProgram(name, root.real, context.environment['PATH'] ?? '', (file) => launcher.canSee(file)),
    fingerprint: (path, part) => fingerprintFile(root.real, path, part),
    exec: (request, onOutput, signal) => programs.exec(request, onOutput, signal),
    terminal: (size, on) => programs.terminal(size, on),
    dispose: async () => {
      changes.close();
      await programs.dispose();
      await launcher.close();
    },
  };
}

/** The running commands and terminals of a machine. */
class LocalPrograms implements Pick<Machine, 'exec' | 'terminal' | 'dispose'> {
  readonly #root: WorkspaceRoot;
  readonly #stat: Machine['stat'];
  readonly #context: MachineContext;
  readonly #launcher: Launcher;
  readonly #commands = new Set<RunningCommand>();
  readonly #terminals = new Set<Terminal>();
  /** Start of the marker of all processes of this machine. */
  readonly #mark: string;
  #started = 0;
  #isDisposed = false;

  constructor(root: WorkspaceRoot, stat: Machine['stat'], context: MachineContext, launcher: Launcher) {
    this.#root = root;
    this.#stat = stat;
    this.#context = context;
    this.#launcher = launcher;
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
    const { pty } = request;
    const place = { cwd, env, cols: COMMAND_COLS, rows: COMMAND_ROWS, pty, stdin: request.stdin === true };
    const startedAt = performance.now();
    const processes: CommandProcesses = {
      start: (on) => this.#launcher.start(toInvocation(request.command), place, on),
      kill: (pid) => killTree(pid, marker),
      countRunning: (pid) => countRunning(pid, marker, performance.now() - startedAt),
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
    const listener: ChildListener = {
      data: (text) => on.data(text),
      exit: (code, signal) => {
        this.#terminals.delete(terminal);
        on.exit(code, signal === null ? null : (SIGNAL_NUMBERS[signal] ?? null));
      },
    };
    const child = await this.#launcher
      .start(shell, { cwd, env, ...size, pty: true }, listener)
      .catch((error: unknown) => {
        throw startFailure(error);
      });
    const terminal: Terminal = {
      pid: child.pid,
      shell: shell.file,
      write: (data) => child.write(data),
      resize: (cols, rows) => child.resize(cols, rows),
      pause: () => child.pause(),
      resume: () => child.resume(),
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
