// Cost of `gatehouse status` as CPU time, which doesn't depend on the load of the machine.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { HOST_ENTRY } from '#tests/support/running-host.ts';

import type { Row } from '../report.ts';
import { median } from '../statistics.ts';
import type { World } from '../world.ts';

/** Prints the CPU time of the process at exit. */
const REPORT = `data:text/javascript,${encodeURIComponent(
  "process.on('exit', () => { const { user, system } = process.cpuUsage(); process.stderr.write(`used ${user + system}\\n`); });",
)}`;
/** Baseline: a minimal program that makes one request over a socket. */
const BARE = (port: number) =>
  `const s = new WebSocket('ws://127.0.0.1:${port}'); s.onopen = () => s.send('{}'); s.onmessage = () => s.close();`;

/** Runs the command `times` times against a running gateway. */
export async function commandRow(world: World, times: number): Promise<Row> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < times; round += 1) {
    ours.push(await usedMs([HOST_ENTRY, 'status', '--json', '--home', world.host.home]));
    bare.push(await usedMs(['-e', BARE(world.bareProcess.port)]));
  }
  return {
    id: 'command',
    title: 'CPU time of gatehouse status',
    unit: 'ms',
    value: median(ours),
    target: 300,
    better: 'lower',
    bare: median(bare),
    note: 'from process start to exit',
  };
}

async function usedMs(args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, ['--import', REPORT, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  // The first argument of `close` is the exit code.
  const [code] = (await once(child, 'close')) as [number | null];
  const used = /used (\d+)/.exec(said)?.[1];
  if (code !== 0 || used === undefined) throw new Error(`the command ended with ${code}: ${said}`);
  return Number(used) / 1000;
}
