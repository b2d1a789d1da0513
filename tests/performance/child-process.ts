// Helper processes of the benchmark, and process statistics: CPU time, memory, child processes.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type { LoadOrder, LoadReport } from './load-process.ts';
import type { Timing } from './plan.ts';

/** A helper process that listens on `port`. */
export interface Helper {
  readonly pid: number;
  readonly port: number;
  stop(): void;
}

/** The model server of the benchmark. */
export interface ModelProcess extends Helper {
  readonly url: string;
  /** Timing of a turn, once its answer is sent. */
  timing(tag: string): Promise<Timing>;
}

/** Starts the model server. */
export async function startModel(): Promise<ModelProcess> {
  const timings = new Map<string, Timing>();
  const waiting = new Map<string, (timing: Timing) => void>();
  const child = forkHelper('model-process.ts');
  const port = await portOf(child);
  child.on('message', (timing: Timing) => {
    const waits = waiting.get(timing.tag);
    if (waits === undefined) timings.set(timing.tag, timing);
    else waits(timing);
  });
  return {
    ...helperOf(child, port),
    url: `http://127.0.0.1:${port}`,
    timing: (tag) =>
      new Promise((resolve) => {
        const known = timings.get(tag);
        if (known === undefined) waiting.set(tag, resolve);
        else resolve(known);
        timings.delete(tag);
      }),
  };
}

/** Starts the baseline program. */
export async function startBare(): Promise<Helper> {
  const child = forkHelper('bare-process.ts');
  return helperOf(child, await portOf(child));
}

/** Starts the baseline program of the terminal rows. */
export async function startBareTerminal(): Promise<Helper> {
  const child = forkHelper('bare-terminal-process.ts');
  return helperOf(child, await portOf(child));
}

/** The clients of the load test. */
export interface LoadProcess extends Helper {
  /** Executes an order. `finish` returns a report. */
  order(order: LoadOrder): Promise<LoadReport | undefined>;
}

/** Starts the clients of the load test in a process. */
export async function startLoad(): Promise<LoadProcess> {
  const child = forkHelper('load-process.ts');
  const port = await portOf(child);
  return {
    ...helperOf(child, port),
    async order(order) {
      const answered = once(child, 'message');
      child.send(order);
      const [answer] = (await answered) as [{ readonly result?: LoadReport; readonly error?: string }];
      if (answer.error !== undefined) throw new Error(answer.error);
      return answer.result;
    },
  };
}

function forkHelper(file: string): ChildProcess {
  return fork(fileURLToPath(new URL(file, import.meta.url)), [], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
}

async function portOf(child: ChildProcess): Promise<number> {
  const [first] = (await once(child, 'message')) as [{ readonly port: number }];
  return first.port;
}

function helperOf(child: ChildProcess, port: number): Helper {
  return { pid: child.pid ?? 0, port, stop: () => child.disconnect() };
}

/** CPU time of a process, all threads, ns. */
export function cpuNs(pid: number): number {
  let total = 0;
  for (const task of readdirSync(`/proc/${pid}/task`)) {
    total += Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]);
  }
  return total;
}

/** Resident memory of a process, bytes. */
export function rssBytes(pid: number): number {
  const line =
    readFileSync(`/proc/${pid}/status`, 'utf8')
      .split('\n')
      .find((one) => one.startsWith('VmRSS:')) ?? '';
  return Number(line.replaceAll(/\D/g, '')) * 1024;
}

/** Current child processes, and page faults of ended ones, which grow with every child that ended. */
export function childrenOf(pid: number): { readonly alive: number; readonly endedFaults: number } {
  let alive = 0;
  for (const task of readdirSync(`/proc/${pid}/task`))
    alive += readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')
      .split(' ')
      .filter((one) => one.trim() !== '').length;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const CHILD_MINOR_FAULTS = 8;
  return { alive, endedFaults: Number(fields[CHILD_MINOR_FAULTS]) };
}
