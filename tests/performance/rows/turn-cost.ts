// Processor time of the host for one long turn: 500 deltas, one every 2 ms, so that none are read together by luck.
import { cpuNs } from '../child-process.ts';
import type { Row } from '../report.ts';
import { median } from '../statistics.ts';
import type { World } from '../world.ts';

const DELTAS = 500;
const EVERY_MS = 2;
const WARM_UP = 3;

/** Measures `turns` turns. */
export async function turnCostRow(world: World, turns: number): Promise<Row> {
  const session = await world.session('cost');
  const ours = await measure(
    turns,
    world.host.pid,
    (tag) => world.client.turn(session, { tag, deltas: DELTAS, everyMs: EVERY_MS }),
    'cost',
  );
  const bare = await measure(
    turns,
    world.bareProcess.pid,
    (tag) => world.bare.relay(world.model.url, { tag, deltas: DELTAS, everyMs: EVERY_MS }),
    'barecost',
  );
  return {
    id: 'turn-cpu',
    title: `processor time of a ${DELTAS}-delta turn`,
    unit: 'ms',
    value: ours,
    target: 30,
    better: 'lower',
    bare,
    note: `one delta every ${EVERY_MS} ms`,
  };
}

async function measure(
  turns: number,
  pid: number,
  run: (tag: string) => Promise<unknown>,
  name: string,
): Promise<number> {
  const costs: number[] = [];
  for (let turn = -WARM_UP; turn < turns; turn += 1) {
    const before = cpuNs(pid);
    await run(`${name}${turn}`);
    if (turn >= 0) costs.push((cpuNs(pid) - before) / 1e6);
  }
  return median(costs);
}
