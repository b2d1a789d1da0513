// Runs many turns in one host and compares its memory at the end with the memory after the first hundred.
// Proves: PK-3
import { setTimeout as sleep } from 'node:timers/promises';

import { rssBytes } from './child-process.ts';
import type { Row } from './report.ts';
import type { World } from './world.ts';

const BASE_TURNS = 100;
const SESSIONS = 10;
const WORKERS = 5;
/** Time for garbage collection before a measurement, ms. */
const SETTLE_MS = 1_500;

/** Runs `turns` turns in ten sessions and calls `progress` after each hundred. */
export async function soakRow(world: World, turns: number, progress: (turn: number, mb: number) => void): Promise<Row> {
  const sessions = await Promise.all(Array.from({ length: SESSIONS }, (_, index) => world.session(`soak-${index}`)));
  let base = Number.NaN;
  for (let done = 0; done < turns; done += BASE_TURNS) {
    await hundred(world, sessions, done);
    await sleep(done === 0 || done + BASE_TURNS >= turns ? SETTLE_MS : 0);
    const mb = rssBytes(world.host.pid) / 2 ** 20;
    if (done === 0) base = mb;
    progress(done + BASE_TURNS, mb);
  }
  const end = rssBytes(world.host.pid) / 2 ** 20;
  return {
    id: 'soak',
    title: `memory after ${turns} turns, relative to 100`,
    unit: '×',
    value: end / base,
    target: 1.2,
    better: 'lower',
    bare: undefined,
    note: `${base.toFixed(0)} MB, then ${end.toFixed(0)} MB`,
  };
}

async function hundred(world: World, sessions: readonly string[], from: number): Promise<void> {
  let next = 0;
  const worker = async (index: number): Promise<void> => {
    while (next < BASE_TURNS) {
      const turn = from + next;
      next += 1;
      // Two sessions per worker, so that no session gets a message during a run.
      const session = sessions[index + WORKERS * (turn % 2)] ?? '';
      const result = await world.client.turn(session, { tag: `soak${turn}`, deltas: 40, everyMs: 0 });
      if (result.status !== 'done') throw new Error(`turn ${turn} ended as ${result.status}`);
    }
  };
  await Promise.all(Array.from({ length: WORKERS }, (_, index) => worker(index)));
}
