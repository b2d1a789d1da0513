// The host as a user runs it: the built bundle in a process of its own, on a free port and a home folder of its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PROJECT_ROOT } from '#scripts/project-root.ts';

import { MAX_WAIT_MS } from './wait-until.ts';

/** The built headless host. `GATEHOUSE_TEST_ENTRY` names another one, such as that of an unpacked package. */
export const HOST_ENTRY = process.env['GATEHOUSE_TEST_ENTRY'] ?? join(PROJECT_ROOT, 'out/main/headless.js');

/** The cache folder of all processes of tests, so that each one doesn't compile the same code. */
export const SHARED_CACHE = join(PROJECT_ROOT, 'node_modules/.cache/gatehouse/home');

/** How a host is started. `home` may be one that another host left; otherwise it is new and removed by `dispose`. */
export interface RunningHostOptions {
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Entry file; default: the built one. */
  readonly entry?: string;
  /** Default: any free one. */
  readonly port?: number;
}

/** A host process. */
export interface RunningHost {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  readonly home: string;
  /** Signs one browser in. */
  readonly signInUrl: string;
  /** The gateway token, as the owner's file has it. */
  readonly token: string;
  /** What the process wrote to stderr so far. */
  stderr(): string;
  /** Ends it without warning. */
  kill(): Promise<void>;
  /** Asks it to stop; returns the exit code. */
  stop(): Promise<number | null>;
  /** Ends it and removes a home folder that was made here. */
  dispose(): Promise<void>;
}

/** Starts a host and waits until it listens. @throws with the process's own words when it does not start. */
export async function startRunningHost(options: RunningHostOptions = {}): Promise<RunningHost> {
  const home = options.home ?? mkdtempSync(join(tmpdir(), 'gatehouse-home-'));
  const child = spawn(
    process.execPath,
    [
      options.entry ?? HOST_ENTRY,
      'start',
      '--json',
      '--port',
      String(options.port ?? 0),
      '--home',
      home,
      ...(options.args ?? []),
    ],
    {
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        LANG: 'C.UTF-8',
        GATEHOUSE_MACHINE: 'host',
        XDG_CACHE_HOME: SHARED_CACHE,
        ...options.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const started = await firstJson(child, () => complaint);
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const [code] = await exited;
    return code;
  };
  return {
    origin: started.origin,
    port: started.port,
    pid: started.pid,
    home,
    signInUrl: started.url ?? '',
    token: readFileSync(join(home, 'token'), 'utf8').trim(),
    stderr: () => complaint,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    dispose: async () => {
      await end('SIGKILL');
      if (options.home === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

interface Started {
  readonly origin: string;
  readonly port: number;
  readonly pid: number;
  readonly url?: string;
}

async function firstJson(child: ChildProcess, complaint: () => string): Promise<Started> {
  return new Promise((resolve, reject) => {
    let text = '';
    const deadline = setTimeout(() => fail(`not listening after ${MAX_WAIT_MS} ms`), MAX_WAIT_MS);
    const fail = (why: string) => {
      clearTimeout(deadline);
      child.kill('SIGKILL');
      reject(new Error(`The host did not start: ${why}\n${text}\n${complaint()}`));
    };
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      try {
        const started: Started = JSON.parse(text);
        clearTimeout(deadline);
        resolve(started);
      } catch {
        // The object is not complete yet.
      }
    });
    child.once('exit', (code) => fail(`it ended with code ${code}`));
  });
}
