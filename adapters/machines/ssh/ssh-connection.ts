// A connection to a host by the system's `ssh`, with the user's configuration, agent, and known hosts. Its first session is a shell
// that looks after commands; all other sessions share the connection. When this process ends in any way, the shell's input ends, and
// the shell kills what is left of the commands.
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { SerialQueue } from '#core/serial-queue.ts';
import type { MachineContext } from '../define-machine.ts';
import type { Invocation } from '../host/shell.ts';
import { createMarkerSearch } from '../workspace-tools/marked-output.ts';
import { terminalEnvironment } from '../workspace-tools/child-environment.ts';
import { MARKER_NAME } from '../workspace-tools/marker.ts';
import { quote } from '../workspace-tools/posix-script.ts';
import { recordConnection } from './record-connection.ts';
import { SftpClient } from './sftp-client.ts';
import { describeSshFailure, missingSsh } from './ssh-failure.ts';

/** Runs a short POSIX script on the remote host and returns what it printed. */
export type RunRemote = (script: string) => Promise<string>;

/** An open connection. */
export interface SshConnection {
  readonly host: string;
  /** Private folder on the remote host, for scripts. Its path needs no quoting in any shell. */
  readonly remoteFolder: string;
  readonly isOpen: () => boolean;
  readonly run: RunRemote;
  readonly sftp: SftpClient;
  /** The local program that runs a remote script, by its path in the remote folder. */
  session(script: string, options: { readonly pty: boolean }): Invocation;
  /** The local program that forwards its input and output to a port on the remote host's loopback. */
  forward(port: number): Invocation;
  readonly environment: Record<string, string>;
  close(): Promise<void>;
}

/** Where to connect. */
export interface SshPlace {
  /** A host of the SSH configuration, or `user@host`. */
  readonly host: string;
  /** Default: the user's. */
  readonly configFile?: string;
  /** Path of the socket that sessions share. */
  readonly socket: string;
  /** Start of the marker of all processes. */
  readonly mark: string;
}

const CONNECT_TIMEOUT_S = 15;
/** Most output of a script: another computer isn't trusted to end it. */
const MAX_SCRIPT_BYTES = 16 * 1024 * 1024;
const SCRIPT_TIMEOUT_MS = 30_000;
const MAX_ERROR_CHARS = 4_000;
const NONCE_BYTES = 12;
const OPTIONS = {
  BatchMode: 'yes',
  ConnectTimeout: String(CONNECT_TIMEOUT_S),
  ServerAliveInterval: '15',
  ServerAliveCountMax: '3',
  // Nothing of this computer is available on the other one.
  ClearAllForwardings: 'yes',
  ForwardAgent: 'no',
  ForwardX11: 'no',
  PermitLocalCommand: 'no',
  EscapeChar: 'none',
  LogLevel: 'ERROR',
  ControlPersist: 'no',
};

/** Connects. @throws {FileError} `unavailable` */
export async function openSshConnection(place: SshPlace, context: MachineContext): Promise<SshConnection> {
  const environment = terminalEnvironment(context.environment, {});
  const own = place.configFile === undefined ? [] : ['-F', place.configFile];
  const shared = [...own, ...toOptions(OPTIONS), '-S', place.socket];
  const target = { host: place.host, options: own, env: environment };
  const recorded = await recordConnection(target, context, () => master.child.kill());
  const master = startSsh(['-M', '-T', ...shared, '--', place.host, 'exec /bin/sh'], environment);
  void master.ended.then(recorded);
  const run = createControl(master.child, master.fail);
  try {
    const remoteFolder = (await run(prepare(place.mark))).trim();
    if (!/^\/[\w./-]+$/.test(remoteFolder)) throw master.fail();
    const files = startSsh([...shared, '-s', '--', place.host, 'sftp'], environment);
    const { stdin, stdout } = files.child;
    if (stdin === null || stdout === null) throw files.fail();
    const sftp = new SftpClient(stdin, stdout, files.fail);
    await sftp.start();
    const close = async (): Promise<void> => {
      files.child.kill();
      master.child.stdin?.end();
      await master.ended;
    };
    const session = (script: string, { pty }: { readonly pty: boolean }): Invocation => ({
      file: 'ssh',
      args: [pty ? '-tt' : '-T', ...shared, '--', place.host, `exec /bin/sh ${remoteFolder}/${script}`],
    });
    // `-W` opens no listener on this computer.
    const forward = (port: number): Invocation => ({
      file: 'ssh',
      args: [...shared, '-W', `localhost:${port}`, '--', place.host],
    });
    return { host: place.host, remoteFolder, isOpen: master.isOpen, run, sftp, session, forward, environment, close };
  } catch (error) {
    master.child.kill();
    throw error;
  }

  function startSsh(args: readonly string[], env: Record<string, string>) {
    const child = spawn('ssh', args, { env, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
    let errors = '';
    let isMissing = false;
    let isOpen = true;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (errors.length < MAX_ERROR_CHARS) errors += text;
    });
    child.on('error', () => (isMissing = true));
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.on('error', () => undefined);
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    void ended.then(() => (isOpen = false));
    const fail = () => (isMissing ? missingSsh() : describeSshFailure(place.host, errors));
    return { child: child as ChildProcess, ended, fail, isOpen: () => isOpen };
  }
}

function toOptions(options: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(options).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
}

/**
 * Makes the private folder, and has everything killed and removed when the shell ends. The variable is read-only, so that no later
 * script can make the shell remove something else. Without `/proc`, only the sessions of commands can be found.
 */
function prepare(mark: string): string {
  const marked = `grep -lsF -- ${quote(`${MARKER_NAME}=${mark}.`)} /proc/[0-9]*/environ 2>/dev/null`;
  return [
    'umask 077',
    'gh_private=$(mktemp -d /tmp/gatehouse-XXXXXXXX) || exit 1',
    'readonly gh_private',
    'gh_end() {',
    `for gh_f in $(${marked}); do gh_p=\${gh_f#/proc/}; kill -s KILL -- "\${gh_p%/environ}" 2>/dev/null; done`,
    `[ -r /proc/self/environ ] || for gh_f in "$gh_private"/*.pid; do [ -f "$gh_f" ] && read -r gh_p <"$gh_f" && kill -s KILL -- "-$gh_p" 2>/dev/null; done`,
    'case $gh_private in /tmp/gatehouse-????????) rm -rf -- "$gh_private";; esac',
    '}',
    `trap gh_end EXIT; trap 'exit 1' HUP INT TERM PIPE`,
    `printf '%s' "$gh_private"`,
  ].join('\n');
}

/** Runs scripts one after another in the shell of a connection. */
function createControl(child: ChildProcess, fail: () => Error): RunRemote {
  const queue = new SerialQueue();
  let take: ((chunk: Buffer) => void) | undefined;
  let lose: ((error: Error) => void) | undefined;
  child.stdout?.on('data', (chunk: Buffer) => take?.(chunk));
  child.once('close', () => lose?.(fail()));
  return (script) =>
    queue.run(async () => {
      if (child.exitCode !== null || child.signalCode !== null) throw fail();
      const nonce = randomBytes(NONCE_BYTES).toString('hex');
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      const kept: Buffer[] = [];
      let size = 0;
      take = createMarkerSearch(Buffer.from(`\x1e${nonce}.`), {
        data: (bytes) => {
          size += bytes.length;
          if (size > MAX_SCRIPT_BYTES) reject(fail());
          else kept.push(Buffer.from(bytes));
        },
        found: () => resolve(Buffer.concat(kept).toString('utf8')),
      });
      lose = reject;
      const timer = setTimeout(() => reject(fail()), SCRIPT_TIMEOUT_MS);
      child.stdin?.write(`${script}\nprintf '\\036${nonce}.'\n`);
      try {
        return await promise;
      } finally {
        clearTimeout(timer);
        take = undefined;
        lose = undefined;
      }
    });
}
