// CPU time of the host for a turn of 500 deltas: at full speed, and one every 2 ms, where each delta wakes the host and the
// operating system does most of the work.
import { cpuNs } from '../child-process.ts';
import type { Plan } from '../plan.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';
import type { World } from '../world.ts';

const DELTAS = 500;
const SLOW_MS = 2;
const WARM_UP = 8;

/** Measures `turns` turns of each kind. The target of the slow one is three times the baseline. */
export async function turnCostRows(world: World, turns: number): Promise<readonly Row[]> {
  const session = await world.session('cost');
  const ours = (everyMs: number): Promise<number> =>
    measure(turns, world.host.pid, everyMs, (plan) => world.client.turn(session, plan));
  const bare = (everyMs: number): Promise<number> =>
    measure(turns, world.bareProcess.pid, everyMs, (plan) => world.bare.relay(world.model.url, plan));
  const bareSlow = await bare(SLOW_MS);
  return [
    {
      id: 'turn-cpu',
      title: `CPU time of a ${DELTAS}-delta turn`,
      unit: 'ms',
      value: await ours(0),
      target: 30,
      better: 'lower',
      bare: await bare(0),
      note: 'at full speed',
    },
    {
      id: 'turn-cpu-slow',
      title: `same, one delta every ${SLOW_MS} ms`,
      unit: 'ms',
      value: await ours(SLOW_MS),
      target: 3 * bareSlow,
      better: 'lower',
      bare: bareSlow,
      note: 'target: three times the baseline',
    },
  ];
}

async function measure(
  turns: number,
  pid: number,
  everyMs: number,
  run: (plan: Plan) => Promise<unknown>,
): Promise<number> {
  const costs: number[] = [];
  for (let turn = -WARM_UP; turn < turns; turn += 1) {
    const before = cpuNs(pid);
    await run({ tag: `cost${pid}x${everyMs}x${turn}`, deltas: DELTAS, everyMs });
    if (turn >= 0) costs.push((cpuNs(pid) - before) / 1e6);
  }
  return median(costs);
}
