// A gateway of its own and the `gatehouse` command as people use it: child processes, with a pipe or a terminal.
import { spawn as spawnChild } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { spawn as spawnInTerminal } from 'node-pty';
import { vi } from 'vitest';

import {
  startModelServer,
  type ModelRequestRecord,
  type ModelServer,
  type Reply,
} from '#tests/support/model-server.ts';
import { HOST_ENTRY, startRunningHost, type RunningHost } from '#tests/support/running-host.ts';

/** The machine may be busy. */
const PATIENCE_MS = 30_000;

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** What a call of the command is given. */
export interface Call {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that goes on. */
export interface RunningCommand {
  /** What it wrote so far, stdout and stderr. */
  seen(): string;
  waitFor(text: string | RegExp): Promise<void>;
  /** Types, or sends Ctrl+C as `\u0003`. */
  type(text: string): void;
  /** Sends a signal. */
  signal(name: 'SIGINT' | 'SIGTERM'): void;
  readonly ended: Promise<number | null>;
}

/** The command with one environment. */
export interface Command {
  gatehouse(args: readonly string[], call?: Call): Promise<Ended>;
  /** The parsed lines of `--json`. */
  json(args: readonly string[], call?: Call): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Starts it with pipes, stdin closed. */
  begin(args: readonly string[], env?: Readonly<Record<string, string>>): RunningCommand;
  /** Starts it in a terminal of its own; with `piped` its stdin is a pipe all the same. */
  inTerminal(args: readonly string[], env?: Readonly<Record<string, string>>, piped?: string): RunningCommand;
}

/** A gateway, and the command. */
export interface Shell extends Command {
  readonly host: RunningHost;
  readonly model: ModelServer;
  readonly folder: string;
  stop(): Promise<void>;
}

/** The command as somebody with this home folder has it; nothing of the tests' own environment but the path. */
export function commandOf(home: string): Command {
  const base = { PATH: process.env['PATH'] ?? '', HOME: home, GATEHOUSE_HOME: home, LANG: 'C.UTF-8', TZ: 'UTC' };
  const gatehouse = (args: readonly string[], { env, stdin }: Call = {}): Promise<Ended> =>
    run(args, { ...base, ...env }, stdin);
  return {
    gatehouse,
    json: async (args, call) => {
      const { out } = await gatehouse([...args, '--json'], call);
      const lines = out.trim().split('\n');
      // The command writes objects only.
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    begin: (args, env = {}) => beginPiped(args, { ...base, ...env }),
    inTerminal: (args, env = {}, piped) => beginInTerminal(args, { ...base, TERM: 'xterm-256color', ...env }, piped),
  };
}

/** Starts a gateway whose one model says what `reply` says. */
export async function openShell(reply: (request: ModelRequestRecord, index: number) => Reply): Promise<Shell> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-cli-'));
  const model = await startModelServer(reply);
  const host = await startRunningHost({
    home: join(folder, 'home'),
    env: {
      ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef',
      ANTHROPIC_BASE_URL: model.url,
      OLLAMA_HOST: 'http://127.0.0.1:9',
      SHELL: '/bin/sh',
    },
  });
  const command = commandOf(host.home);
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
  if (set.code !== 0) throw new Error(`the gateway could not be set up: ${set.err}`);
  return shell;
}

async function run(args: readonly string[], env: Readonly<Record<string, string>>, stdin = ''): Promise<Ended> {
  const child = spawnChild(process.execPath, [HOST_ENTRY, ...args], { env });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.on('error', () => {}).end(stdin);
  // `close` comes with the code as its first argument.
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

function beginPiped(args: readonly string[], env: Readonly<Record<string, string>>): RunningCommand {
  const child = spawnChild(process.execPath, [HOST_ENTRY, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (text += more));
  child.stderr.setEncoding('utf8').on('data', (more: string) => (text += more));
  const ended = once(child, 'close').then(([code]: (number | null)[]) => code ?? null);
  return going(() => text, ended, { type: () => {}, signal: (name) => void child.kill(name) });
}

function beginInTerminal(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  piped: string | undefined,
): RunningCommand {
  const command = [process.execPath, HOST_ENTRY, ...args];
  const [program = '', ...words] =
    piped === undefined ? command : ['/bin/sh', '-c', 'printf %s "$0" | "$@"', piped, ...command];
  const terminal = spawnInTerminal(program, words, { cols: 100, rows: 30, env });
  let text = '';
  terminal.onData((more) => (text += more));
  const ended = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
  return going(() => text, ended, {
    type: (keys) => terminal.write(keys),
    signal: (name) => terminal.kill(name),
  });
}

function going(
  seen: () => string,
  ended: Promise<number | null>,
  acts: Pick<RunningCommand, 'type' | 'signal'>,
): RunningCommand {
  return {
    seen,
    ended,
    ...acts,
    waitFor: (text) =>
      vi.waitFor(
        () => {
          const isThere = typeof text === 'string' ? seen().includes(text) : text.test(seen());
          if (!isThere) throw new Error(`not seen yet: ${String(text)}\n${seen()}`);
        },
        { timeout: PATIENCE_MS, interval: 20 },
      ),
  };
}
