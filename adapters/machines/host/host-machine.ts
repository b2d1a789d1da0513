// The machine of this machine: files confined to the workspace, commands and terminals as the user, in their own
// process trees. Commands are confined by policy, not by the kernel.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:os';
import { FileError } from '#core/ports/machine.ts';
import type {
  ExecRequest,
  FileContent,
  FileStat,
  RunningCommand,
  Machine,
  OpenFolder,
  Terminal,
} from '#core/ports/machine.ts';
import type { MachineContext } from '../define-machine.ts';
import { commandEnvironment, programEnvironment, terminalEnvironment } from './child-environment.ts';
import { startInPty } from './child-process.ts';
import { startFailure } from './file-failure.ts';
import { openFolder } from './open-folder.ts';
import { createPacer, TERMINAL_PACE } from './paced-output.ts';
import { killMarked, killTree, MARKER_NAME } from './process-tree.ts';
import { resolveProgram } from './resolve-program.ts';
import { startCommand } from './running-command.ts';
import { interactiveShell } from './shell.ts';
import type { WorkspaceWatch } from './watch-workspace.ts';
import { createWorkspaceWatch } from './watch-workspace.ts';
import { listFolder, makeFolder, readFile, removeEntry, renameEntry, statFile, writeFile } from './workspace-files.ts';
import { openWorkspaceRoot } from './workspace-root.ts';
import type { WorkspaceRoot } from './workspace-root.ts';

const COMMAND_COLS = 120;
const COMMAND_ROWS = 40;
const SIGNAL_NUMBERS: Readonly<Record<string, number>> = constants.signals;

/** Opens the host's machine of a workspace. @throws {FileError} when the folder cannot be one */
export async function openHostMachine(workspace: string, context: MachineContext): Promise<Machine> {
  const root = await openWorkspaceRoot(workspace, context.forbiddenFolders);
  return new HostMachine(root, context);
}

class HostMachine implements Machine {
  readonly kind = 'host';
  readonly workspace: string;
  private readonly root: WorkspaceRoot;
  private readonly context: MachineContext;
  private readonly changes: WorkspaceWatch;
  private readonly commands = new Set<RunningCommand>();
  private readonly terminals = new Set<Terminal>();
  /** Beginning of the marker of every process that this machine starts. */
  private readonly mark: string;
  private started = 0;
  private isDisposed = false;

  constructor(root: WorkspaceRoot, context: MachineContext) {
    this.workspace = root.real;
    this.root = root;
    this.context = context;
    this.mark = `${context.owner}.${randomUUID()}`;
    this.changes = createWorkspaceWatch(this, (reason) =>
      context.log.warn('Not all changes in a workspace are detected.', { workspace: root.real, reason }),
    );
  }

  async exec(request: ExecRequest, onOutput: (text: string) => void, signal: AbortSignal): Promise<RunningCommand> {
    const cwd = await this.folder(request.cwd ?? '.');
    this.requireOpen();
    const id = randomUUID();
    const marker = this.nextMarker();
    const environmentOf = typeof request.command === 'string' ? commandEnvironment : programEnvironment;
    const env = environmentOf(this.context.environment, request.env ?? {}, { [MARKER_NAME]: marker });
    const command = await startCommand(
      { id, marker, request, place: { cwd, env, cols: COMMAND_COLS, rows: COMMAND_ROWS } },
      onOutput,
      signal,
    );
    this.commands.add(command);
    void command.finished.then(() => this.commands.delete(command));
    return command;
  }

  async terminal(
    size: { readonly cols: number; readonly rows: number },
    on: { data(text: string): void; exit(code: number | null, signal: number | null): void },
  ): Promise<Terminal> {
    const cwd = await this.folder('.');
    this.requireOpen();
    const marker = this.nextMarker();
    const shell = interactiveShell(this.context.environment);
    const env = terminalEnvironment(this.context.environment, { [MARKER_NAME]: marker });
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
          this.terminals.delete(terminal);
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
    this.terminals.add(terminal);
    return terminal;
  }

  stat(path: string): Promise<FileStat> {
    return statFile(this.root, path);
  }

  read(path: string, limitBytes: number): Promise<FileContent> {
    return readFile(this.root, path, limitBytes);
  }

  write(
    path: string,
    content: string | Uint8Array,
    expectedHash?: string,
  ): Promise<FileStat & { readonly hash: string }> {
    return writeFile(this.root, path, content, expectedHash);
  }

  list(path: string): Promise<readonly FileStat[]> {
    return listFolder(this.root, path);
  }

  makeFolder(path: string): Promise<void> {
    return makeFolder(this.root, path);
  }

  rename(from: string, to: string): Promise<void> {
    return renameEntry(this.root, from, to);
  }

  remove(path: string): Promise<void> {
    return removeEntry(this.root, path);
  }

  openFolder(path: string): Promise<OpenFolder> {
    return openFolder(this.root, path);
  }

  watch(on: (paths: readonly string[], overflow: boolean) => void): () => void {
    return this.changes.add(on);
  }

  async resolveProgram(name: string): Promise<string | undefined> {
    return resolveProgram(name, this.root.real, this.context.environment['PATH'] ?? '');
  }

  async dispose(): Promise<void> {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.changes.close();
    const ends = [...this.commands].map((command) => command.finished);
    for (const command of this.commands) command.kill();
    for (const terminal of this.terminals) terminal.kill();
    await Promise.all(ends);
    // What commands left in the background ends with its machine.
    if (this.started > 0) await killMarked((marker) => marker.startsWith(`${this.mark}.`));
  }

  private async folder(asked: string): Promise<string> {
    const stat = await this.stat(asked);
    if (stat.kind !== 'directory') throw new FileError('not-a-folder', `${JSON.stringify(asked)} isn't a folder.`);
    return stat.path === '' ? this.root.real : `${this.root.real}/${stat.path}`;
  }

  private nextMarker(): string {
    this.started += 1;
    return `${this.mark}.${this.started}`;
  }

  private requireOpen(): void {
    if (this.isDisposed) throw new FileError('io', 'This workspace was closed.');
  }
}
