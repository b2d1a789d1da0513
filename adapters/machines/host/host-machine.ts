// This computer as a machine: files are confined to the workspace, and commands and terminals run as the user in their own process
// trees. How they are started is up to a launcher: as they are, so that only policy confines them, or confined by the system.
import { randomUUID } from 'node:crypto';
import {
  FileError,
  type ExecRequest,
  type Machine,
  type MachinePorts,
  type RunningCommand,
  type Terminal,
} from '#core/ports/machine.ts';
import type { MachineContext } from '../define-machine.ts';
import { commandEnvironment, programEnvironment, terminalEnvironment } from '../workspace-tools/child-environment.ts';
import { startFailure } from '../workspace-tools/file-failure.ts';
import { fingerprintFile } from '../workspace-tools/fingerprint.ts';
import { openFolder } from '../workspace-tools/open-folder.ts';
import { MARKER_NAME } from '../workspace-tools/marker.ts';
import { countRunning, killMarked, killTree } from './process-tree.ts';
import { createHostPorts } from './host-ports.ts';
import { PLAIN_LAUNCHER, type Launcher } from './launcher.ts';
import { resolveProgram, interactiveShell, toInvocation } from './shell.ts';
import {
  COMMAND_SIZE,
  OpenPrograms,
  type TerminalListener,
  type TerminalSize,
} from '../workspace-tools/open-programs.ts';
import type { CommandProcesses } from '../workspace-tools/running-command.ts';
import { searchWorkspace } from '../workspace-tools/search/search-workspace.ts';
import { createWorkspaceWatch } from '../workspace-tools/watch-workspace.ts';
import { createFileMethods } from '../workspace-tools/workspace-files.ts';
import { openWriteJournal } from '../workspace-tools/write-journal.ts';
import { openWorkspaceRoot, type WorkspaceRoot } from '../workspace-tools/workspace-root.ts';

/** Opens the machine of a workspace. @throws {FileError} if the folder can't be a workspace */
export async function openHostMachine(workspace: string, context: MachineContext): Promise<Machine> {
  const root = await openWorkspaceRoot(workspace, context.forbiddenFolders);
  return createLocalMachine(
    { kind: 'host', root, launcher: PLAIN_LAUNCHER, ports: createHostPorts(root.real) },
    context,
  );
}

/** What makes a machine on this computer. */
export interface LocalParts {
  readonly kind: string;
  readonly root: WorkspaceRoot;
  readonly launcher: Launcher;
  readonly ports: MachinePorts;
}

/** Creates a machine on this computer whose programs are started by a launcher, which it closes. */
export function createLocalMachine({ kind, root, launcher, ports }: LocalParts, context: MachineContext): Machine {
  const files = {
    ...createFileMethods(root, openWriteJournal(context.dataFolder)),
    openFolder: (path: string) => openFolder(root, path),
  };
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
    search: (query, options) => searchWorkspace(root, query, options),
    fingerprint: (path, part) => fingerprintFile(root.real, path, part),
    exec: (request, onOutput, signal) => programs.exec(request, onOutput, signal),
    terminal: (size, on) => programs.terminal(size, on),
    ports,
    dispose: async () => {
      changes.close();
      await programs.dispose();
      await launcher.close();
    },
  };
}

/** Starts commands and terminals on this computer. */
class LocalPrograms implements Pick<Machine, 'exec' | 'terminal' | 'dispose'> {
  readonly #root: WorkspaceRoot;
  readonly #stat: Machine['stat'];
  readonly #context: MachineContext;
  readonly #launcher: Launcher;
  readonly #open = new OpenPrograms();
  /** Start of the marker of all processes of this machine. */
  readonly #mark: string;
  #started = 0;

  constructor(root: WorkspaceRoot, stat: Machine['stat'], context: MachineContext, launcher: Launcher) {
    this.#root = root;
    this.#stat = stat;
    this.#context = context;
    this.#launcher = launcher;
    this.#mark = `${context.owner}.${randomUUID()}`;
  }

  async exec(request: ExecRequest, onOutput: (text: string) => void, signal: AbortSignal): Promise<RunningCommand> {
    const cwd = await this.#folder(request.cwd ?? '.');
    this.#open.requireOpen();
    const marker = this.#nextMarker();
    const toEnvironment = typeof request.command === 'string' ? commandEnvironment : programEnvironment;
    const env = toEnvironment(this.#context.environment, request.env ?? {}, {
      ...request.ownEnv,
      [MARKER_NAME]: marker,
    });
    const { pty } = request;
    const place = { cwd, env, ...COMMAND_SIZE, pty, stdin: request.stdin === true };
    const startedAt = performance.now();
    const processes: CommandProcesses = {
      start: (on) => this.#launcher.start(toInvocation(request.command), place, on),
      kill: (pid) => killTree(pid, marker),
      countRunning: (pid) => countRunning(pid, marker, performance.now() - startedAt),
    };
    return this.#open.startCommand({ request, processes }, onOutput, signal);
  }

  async terminal({ env: extra, ...size }: TerminalSize, on: TerminalListener): Promise<Terminal> {
    const cwd = await this.#folder('.');
    this.#open.requireOpen();
    const marker = this.#nextMarker();
    const shell = interactiveShell(this.#context.environment);
    const env = terminalEnvironment(this.#context.environment, { ...extra, [MARKER_NAME]: marker });
    return this.#open.openTerminal(on, async (listener) => {
      const child = await this.#launcher
        .start(shell, { cwd, env, ...size, pty: true }, listener)
        .catch((error: unknown) => {
          throw startFailure(error);
        });
      return { child, shell: shell.file, kill: () => void killTree(child.pid, marker) };
    });
  }

  async dispose(): Promise<void> {
    const isFirst = await this.#open.dispose();
    // Background processes of commands end with the machine.
    if (isFirst && this.#started > 0) await killMarked((marker) => marker.startsWith(`${this.#mark}.`));
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
}
