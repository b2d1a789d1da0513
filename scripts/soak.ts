// `npm run soak`: two thousand turns in one host; memory at the end against memory after the first hundred.
import { asTable, keeps } from '#tests/performance/report.ts';
import { soakRow } from '#tests/performance/soak.ts';
import { startWorld } from '#tests/performance/world.ts';

import { ensureBuilt } from './build-if-stale.ts';

const TURNS = 2_000;

await ensureBuilt((line) => console.log(line));
const world = await startWorld();
try {
  const row = await soakRow(world, TURNS, (turn, mb) =>
    console.log(`${String(turn).padStart(5)} turns  ${mb.toFixed(1)} MB`),
  );
  console.log(`\n${asTable([row])}\n${row.note ?? ''}`);
  process.exitCode = keeps(row) ? 0 : 1;
} finally {
  await world.close();
}
