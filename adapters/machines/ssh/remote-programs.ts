// The commands and terminals of a remote machine. Each is a session of the shared connection.
import { randomUUID } from 'node:crypto';
import type { ExecRequest, Machine, RunningCommand, Terminal } from '#core/ports/machine.ts';
import { countTree, endTree } from '../docker/container-processes.ts';
import { startChild } from '../host/child-process.ts';
import { killTree } from '../host/process-tree.ts';
import { commandEnvironment } from '../workspace-tools/child-environment.ts';
import type { Child, ChildListener } from '../workspace-tools/child.ts';
import { startFailure } from '../workspace-tools/file-failure.ts';
import { MARKER_NAME } from '../workspace-tools/marker.ts';
import {
  COMMAND_SIZE,
  OpenPrograms,
  type TerminalListener,
  type TerminalSize,
} from '../workspace-tools/open-programs.ts';
import type { CommandProcesses } from '../workspace-tools/running-command.ts';
import { listenForEnd } from './listen-for-end.ts';
import { storeScript, toCommandScript, toTerminalScript } from './remote-script.ts';
import type { SshConnection } from './ssh-connection.ts';

const TERMINAL_ENVIRONMENT = { TERM: 'xterm-256color', COLORTERM: 'truecolor' };
/** Exit code of `ssh` if the connection was lost, or the remote command was killed. */
const SSH_FAILED = 255;

/** What the programs of a machine need. */
export interface RemotePlaces {
  /** The open connection, or a new one. @throws {FileError} */
  connect(): Promise<SshConnection>;
  /** Absolute path of a folder. @throws {FileError} */
  folder(asked: string): Promise<string>;
  /** Start of the marker of all processes. */
  readonly mark: string;
}

/** Starts commands and terminals on a remote host. */
export class RemotePrograms implements Pick<Machine, 'exec' | 'terminal' | 'dispose'> {
  readonly #places: RemotePlaces;
  readonly #open = new OpenPrograms();
  #started = 0;

  constructor(places: RemotePlaces) {
    this.#places = places;
  }

  async exec(request: ExecRequest, onOutput: (text: string) => void, signal: AbortSignal): Promise<RunningCommand> {
    this.#open.requireOpen();
    const cwd = await this.#places.folder(request.cwd ?? '.');
    signal.throwIfAborted();
    const processes = new RemoteProcesses(this.#places, request, cwd, this.#nextMarker());
    return this.#open.startCommand({ request, processes }, onOutput, signal);
  }

  async terminal({ env, ...size }: TerminalSize, on: TerminalListener): Promise<Terminal> {
    this.#open.requireOpen();
    const cwd = await this.#places.folder('.');
    const connection = await this.#places.connect();
    const marker = this.#nextMarker();
    const session = await openSession(connection, (pidFile) =>
      toTerminalScript(cwd, { ...TERMINAL_ENVIRONMENT, ...env, [MARKER_NAME]: marker }, pidFile),
    );
    return this.#open.openTerminal(on, async (listener) => {
      const child = await session.start({ pty: true, ...size }, listener).catch((error: unknown) => {
        throw startFailure(error);
      });
      return { child, shell: `ssh ${connection.host}`, kill: () => void session.end(child.pid, marker) };
    });
  }

  async dispose(): Promise<void> {
    await this.#open.dispose();
  }

  #nextMarker(): string {
    this.#started += 1;
    return `${this.#places.mark}.${this.#started}`;
  }
}

/** The processes of one command. */
class RemoteProcesses implements CommandProcesses {
  readonly #places: RemotePlaces;
  readonly #request: ExecRequest;
  readonly #cwd: string;
  readonly #marker: string;
  #session: RemoteSession | undefined;
  #isKilled = false;

  constructor(places: RemotePlaces, request: ExecRequest, cwd: string, marker: string) {
    this.#places = places;
    this.#request = request;
    this.#cwd = cwd;
    this.#marker = marker;
  }

  async start(on: ChildListener): Promise<Child> {
    const { command, pty } = this.#request;
    const own = { ...this.#request.ownEnv, [MARKER_NAME]: this.#marker };
    const env =
      typeof command === 'string'
        ? commandEnvironment({}, this.#request.env ?? {}, own)
        : { ...this.#request.env, ...own };
    const connection = await this.#places.connect();
    const endMark = pty ? undefined : randomUUID().replaceAll('-', '');
    const session = await openSession(connection, (pidFile) =>
      toCommandScript({ command, cwd: this.#cwd, env, pidFile, ...(endMark === undefined ? {} : { endMark }) }),
    );
    this.#session = session;
    const end = (code: number | null, signal: string | null): void => {
      if (code !== SSH_FAILED) return on.exit(code, signal);
      if (this.#isKilled) return on.exit(null, 'SIGKILL');
      return connection.isOpen() ? on.exit(code, null) : on.exit(null, null, 'machine');
    };
    const listener = { data: on.data, exit: end };
    const options = {
      pty,
      ...COMMAND_SIZE,
      stdin: this.#request.stdin === true,
      isDirect: typeof command !== 'string',
    };
    if (endMark === undefined) return session.start(options, listener);
    return listenForEnd(endMark, listener, (inner) => session.start(options, inner));
  }

  async kill(pid: number): Promise<void> {
    this.#isKilled = true;
    await this.#session?.end(pid, this.#marker);
  }

  async countRunning(): Promise<number> {
    return (await this.#session?.count(this.#marker)) ?? 0;
  }
}

interface SessionOptions {
  readonly pty: boolean;
  readonly cols: number;
  readonly rows: number;
  readonly stdin?: boolean;
  /** Its errors are dropped. */
  readonly isDirect?: boolean;
}

/** A session and the processes in it. */
interface RemoteSession {
  start(options: SessionOptions, on: ChildListener): Promise<Child>;
  /** Ends the remote processes, then the local one. */
  end(localPid: number, marker: string): Promise<void>;
  count(marker: string): Promise<number>;
}

/** Stores the script of a session. */
async function openSession(connection: SshConnection, toScript: (pidFile: string) => string): Promise<RemoteSession> {
  const id = randomUUID();
  const pidFile = `${connection.remoteFolder}/${id}.pid`;
  await connection.run(storeScript(`${connection.remoteFolder}/${id}`, toScript(pidFile)));
  const readPid = async (): Promise<number> =>
    Number((await connection.run(`[ -f ${pidFile} ] && cat ${pidFile}`)).trim());
  return {
    start: ({ isDirect, ...options }, on) => {
      const program = connection.session(id, options);
      const place = { ...options, cwd: '/', env: connection.environment };
      return startChild(isDirect === true ? { ...program, isDirect } : program, place, on);
    },
    async end(localPid, marker) {
      // Without a connection, the remote shell has already ended them.
      const pid = await readPid().catch(() => 0);
      if (pid > 1) await endTree(connection.run, pid, marker).catch(() => false);
      await killTree(localPid, marker);
    },
    async count(marker) {
      const pid = await readPid();
      return pid > 1 ? countTree(connection.run, pid, marker) : 0;
    },
  };
}
