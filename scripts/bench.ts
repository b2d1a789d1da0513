// `npm run bench`: measures performance and compares each row with its target and with a baseline from the same run.
// `--quick` takes fewer samples; `--only <name,…>` runs only some rows; `--chromium` is short for `--only chromium`. A full run writes docs/bench.md.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startModel, type ModelProcess } from '#tests/performance/child-process.ts';
import { asPage, asTable, keeps, type Row } from '#tests/performance/report.ts';
import { historyRow, rateRows } from '#tests/performance/rows/calls.ts';
import { channelRows } from '#tests/performance/rows/channels.ts';
import { changesRows } from '#tests/performance/rows/changes.ts';
import { connectRow } from '#tests/performance/rows/connect.ts';
import { commandRow } from '#tests/performance/rows/command.ts';
import { machineExecRows } from '#tests/performance/rows/machine-exec.ts';
import { fileRows } from '#tests/performance/rows/files.ts';
import { firstAnswerRows } from '#tests/performance/rows/first-answer.ts';
import { flatOutRows } from '#tests/performance/rows/flat-out.ts';
import { idleRows } from '#tests/performance/rows/idle.ts';
import { latencyRows } from '#tests/performance/rows/latency.ts';
import { loadRows } from '#tests/performance/rows/load.ts';
import { containerRows } from '#tests/performance/rows/containers.ts';
import { openSessionRows } from '#tests/performance/rows/open-session.ts';
import { policyRow } from '#tests/performance/rows/policy.ts';
import { presenceRows } from '#tests/performance/rows/presence.ts';
import { responseRows } from '#tests/performance/rows/response.ts';
import { scaleRows } from '#tests/performance/rows/scale.ts';
import { startRow } from '#tests/performance/rows/start.ts';
import { terminalRows } from '#tests/performance/rows/terminal.ts';
import { throughputRow } from '#tests/performance/rows/throughput.ts';
import { tenPanesRows } from '#tests/performance/rows/ten-panes.ts';
import { worktreeRow } from '#tests/performance/rows/worktrees.ts';
import { turnCostRows } from '#tests/performance/rows/turn-cost.ts';
import { soakRow } from '#tests/performance/soak.ts';
import { startWorld, type World } from '#tests/performance/world.ts';

import { ensureBuilt } from './build-if-stale.ts';
import { PROJECT_ROOT } from './project-root.ts';

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    chromium: { type: 'boolean', default: false },
  },
});
const only = flags.chromium ? ['chromium'] : flags.only?.split(',');
const wanted = (name: string): boolean => only === undefined || only.includes(name);
const rows: Row[] = [];
const add = (...more: readonly Row[]): void => {
  rows.push(...more);
  for (const row of more) console.log(`  ${row.title}: ${row.value.toFixed(2)} ${row.unit}`);
};

await ensureBuilt((line) => console.log(line));
await coldRows();
await warmRows();
console.log(`\n${asTable(rows)}`);
writeFileSync(
  join(PROJECT_ROOT, 'bench-results.json'),
  `${JSON.stringify({ at: new Date().toISOString(), rows }, null, 2)}\n`,
);
if (!flags.quick && only === undefined) writeFileSync(join(PROJECT_ROOT, 'docs/bench.md'), asPage(rows, new Date()));
process.exitCode = rows.every(keeps) ? 0 : 1;

/** Rows that start their own hosts. */
async function coldRows(): Promise<void> {
  const jobs: Readonly<Record<string, (model: ModelProcess) => Promise<readonly Row[]>>> = {
    policy: async () => [await policyRow(flags.quick ? 20 : 100)],
    containers: () => containerRows(flags.quick ? 2 : 5, flags.quick ? 20 : 100),
    channels: (model) => channelRows(model, flags.quick ? 20 : 100),
    changes: () => changesRows(flags.quick ? 3 : 15),
    exec: () => machineExecRows(flags.quick ? 20 : 100),
    start: async (model) => [await startRow(model, flags.quick ? 3 : 9)],
    idle: (model) => idleRows(model, flags.quick ? 10 : 60),
    'first-answer': () => firstAnswerRows(flags.quick ? 1 : 5),
    scale: (model) => scaleRows(model, flags.quick ? 10 : 40, flags.quick),
    'open-session': (model) => openSessionRows(model, flags.quick ? 3 : 9),
    chromium: () => tenPanesRows(flags.quick ? 5 : 30),
  };
  const model = await startModel();
  try {
    for (const [name, job] of Object.entries(jobs)) if (wanted(name)) add(...(await job(model)));
  } finally {
    model.stop();
  }
}

/** Rows that share one running host. */
async function warmRows(): Promise<void> {
  const jobs: Readonly<Record<string, (world: World) => Promise<readonly Row[]>>> = {
    latency: (world) => latencyRows(world, flags.quick ? 40 : 200),
    throughput: async (world) => [await throughputRow(world, flags.quick ? 1000 : 4000)],
    cost: (world) => turnCostRows(world, flags.quick ? 4 : 15),
    connect: async (world) => [await connectRow(world, flags.quick ? 40 : 200)],
    history: async (world) => [await historyRow(world, flags.quick ? 20 : 60)],
    command: async (world) => [await commandRow(world, flags.quick ? 3 : 9)],
    response: (world) => responseRows(world, flags.quick ? 8 : 30),
    rate: (world) => rateRows(world, flags.quick ? 5_000 : 20_000),
    presence: (world) => presenceRows(world, flags.quick ? 50 : 200),
    flatout: (world) => flatOutRows(world, flags.quick ? 2 : 6, flags.quick ? 500 : 2_000),
    terminal: (world) => terminalRows(world, flags.quick ? 1_000 : 3_000, flags.quick ? 20 : 50),
    files: (world) => fileRows(world, flags.quick ? 3 : 9),
    worktrees: async (world) => [await worktreeRow(world, flags.quick ? 3 : 9)],
    load: (world) => loadRows(world, flags.quick ? 60 : 200),
    soak: async (world) => [await soakRow(world, flags.quick ? 300 : 2000, () => undefined)],
  };
  for (const [name, job] of Object.entries(jobs)) {
    if (!wanted(name)) continue;
    // A new host for each, so that rows don't affect each other.
    const world = await startWorld();
    try {
      add(...(await job(world)));
    } finally {
      await world.close();
    }
  }
}
