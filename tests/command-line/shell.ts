// A separate gateway and the `gatehouse` command as child processes, with pipes or in a terminal.
import { spawn as spawnChild } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { spawn as spawnInTerminal } from 'node-pty';

import {
  startModelServer,
  type ModelRequestRecord,
  type ModelServer,
  type Reply,
} from '#tests/support/model-server.ts';
import { HOST_ENTRY, SHARED_CACHE, startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

/** Generous, for machines under load. */

/** Result of a command. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Input of a command. */
export interface Call {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A running command. */
export interface RunningCommand {
  /** Output so far, stdout and stderr. */
  seen(): string;
  waitFor(text: string | RegExp): Promise<true>;
  /** Types text; `\u0003` is Ctrl+C. */
  type(text: string): void;
  /** Sends a signal. */
  signal(name: 'SIGINT' | 'SIGTERM'): void;
  readonly ended: Promise<number | null>;
}

/** `gatehouse` in one environment. */
export interface Command {
  gatehouse(args: readonly string[], call?: Call): Promise<Ended>;
  /** The parsed lines of `--json`. */
  json(args: readonly string[], call?: Call): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Starts it with pipes, stdin closed. */
  start(args: readonly string[], env?: Readonly<Record<string, string>>): RunningCommand;
  /** Starts it in a new terminal; with `piped` its stdin is a pipe. */
  inTerminal(args: readonly string[], env?: Readonly<Record<string, string>>, piped?: string): RunningCommand;
}

/** A gateway and the command. */
export interface Shell extends Command {
  readonly host: RunningHost;
  readonly model: ModelServer;
  readonly folder: string;
  stop(): Promise<void>;
}

/** The command with this home folder and, of the test's own environment, only PATH. */
export function commandOf(home: string, entry = HOST_ENTRY): Command {
  const base = {
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    GATEHOUSE_HOME: home,
    GATEHOUSE_MACHINE: 'host',
    XDG_CACHE_HOME: SHARED_CACHE,
    LANG: 'C.UTF-8',
    TZ: 'UTC',
  };
  const gatehouse = (args: readonly string[], { env, stdin }: Call = {}): Promise<Ended> =>
    run([entry, ...args], { ...base, ...env }, stdin);
  return {
    gatehouse,
    json: async (args, call) => {
      const { out } = await gatehouse([...args, '--json'], call);
      const lines = out.trim().split('\n');
      // The command writes objects only.
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    start: (args, env = {}) => startPiped([entry, ...args], { ...base, ...env }),
    inTerminal: (args, env = {}, piped) =>
      startInTerminal([entry, ...args], { ...base, TERM: 'xterm-256color', ...env }, piped),
  };
}

/** Starts a gateway whose model answers with `reply`. `entry` is the built host, or that of an unpacked package. */
export async function openShell(
  reply: (request: ModelRequestRecord, index: number) => Reply,
  entry = HOST_ENTRY,
  env: Readonly<Record<string, string>> = {},
): Promise<Shell> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
  const model = await startModelServer(reply);
  const host = await startRunningHost({
    home: join(folder, 'home'),
    entry,
    env: {
      ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef',
      ANTHROPIC_BASE_URL: model.url,
      OLLAMA_HOST: 'http://127.0.0.1:9',
      SHELL: '/bin/sh',
      GATEHOUSE_TRUSTED_FOLDERS: folder,
      ...env,
    },
  });
  const command = commandOf(host.home, entry);
  const shell: Shell = {
    ...command,
    host,
    model,
    folder,
    stop: async () => {
      await host.dispose();
      await model.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
  const chosen = JSON.stringify({
    model: 'anthropic/claude-sonnet-4-5',
    workspace: join(folder, 'work'),
    createWorkspace: true,
    done: true,
  });
  const set = await command.gatehouse(['call', 'setup.choose', '--params', chosen]);
  if (set.code !== 0) throw new Error(`gateway setup failed: ${set.err}`);
  return shell;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>, stdin = ''): Promise<Ended> {
  const child = spawnChild(process.execPath, args, { env });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.on('error', () => {}).end(stdin);
  // `close` comes with the code as its first argument.
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

function startPiped(args: readonly string[], env: Readonly<Record<string, string>>): RunningCommand {
  const child = spawnChild(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  child.stderr.setEncoding('utf8').on('data', (more: string) => (text += more));
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  return runningCommand(() => text, ended, { type: () => {}, signal: (name) => void child.kill(name) });
}

function startInTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  piped: string | undefined,
): RunningCommand {
  const command = [process.execPath, ...args];
  const [program = '', ...words] =
    piped === undefined ? command : ['/bin/sh', '-c', 'printf %s "$0" | "$@"', piped, ...command];
  const terminal = spawnInTerminal(program, words, { cols: 100, rows: 30, env });
  let text = '';
  terminal.onData((more) => (text += more));
  const ended = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  return runningCommand(() => text, ended, {
    type: (keys) => terminal.write(keys),
    signal: (name) => terminal.kill(name),
  });
}

function runningCommand(
  seen: () => string,
  ended: Promise<number | null>,
  actions: Pick<RunningCommand, 'type' | 'signal'>,
): RunningCommand {
  return {
    seen,
    ended,
    ...actions,
    waitFor: (text) =>
      waitUntil(`the output of ${String(text)}`, () =>
        typeof text === 'string' ? seen().includes(text) : text.test(seen()),
      ),
  };
}
