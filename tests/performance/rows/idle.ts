// An idle host with ten sessions, four of them open in panes: memory, CPU time, child processes.
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { BenchClient } from '../bench-client.ts';
import { childrenOf, cpuNs, rssBytes, type ModelProcess } from '../child-process.ts';
import type { Row } from '../report.ts';
import { makeHome, startHost } from '../world.ts';
import { bareMemoryMb } from './start.ts';

const SESSIONS = 10;
const PANES = 4;
/** Time for start-up work, such as the first garbage collection, ms. */
const SETTLE_MS = 3_000;

/** Measures an idle host for `seconds`. */
export async function idleRows(model: ModelProcess, seconds: number): Promise<readonly Row[]> {
  const home = makeHome();
  const host = await startHost(home, model);
  const client = await BenchClient.connect(host.port, host.token);
  for (let index = 0; index < SESSIONS; index += 1) {
    const key = `agent:main:idle-${index}`;
    await client.request('sessions.create', { key });
    await client.watch(key);
    await client.turn(key, { tag: `idle${index}`, deltas: 5, everyMs: 0 });
    if (index >= PANES) await client.request('sessions.unwatch', { key });
  }
  await sleep(SETTLE_MS);
  const memory = rssBytes(host.pid) / 2 ** 20;
  const cpuBefore = cpuNs(host.pid);
  const childrenBefore = childrenOf(host.pid);
  let alive = 0;
  for (let second = 0; second < seconds; second += 1) {
    await sleep(1000);
    alive = Math.max(alive, childrenOf(host.pid).alive);
  }
  const share = ((cpuNs(host.pid) - cpuBefore) / 1e9 / seconds) * 100;
  const ended = childrenOf(host.pid).endedFaults - childrenBefore.endedFaults;
  client.close();
  await host.stop();
  rmSync(home, { recursive: true, force: true });
  return [
    {
      id: 'idle-memory',
      title: 'idle memory',
      unit: 'MB',
      value: memory,
      target: 120,
      better: 'lower',
      bare: await bareMemoryMb(),
      note: `${SESSIONS} sessions, ${PANES} open`,
    },
    {
      id: 'idle-cpu',
      title: `CPU usage over ${seconds} idle seconds`,
      unit: '%',
      value: share,
      target: 0.3,
      better: 'lower',
      bare: 0,
    },
    {
      id: 'idle-spawns',
      title: 'processes started when idle',
      unit: '',
      value: alive + (ended > 0 ? 1 : 0),
      target: 0,
      better: 'lower',
      bare: 0,
    },
  ];
}
