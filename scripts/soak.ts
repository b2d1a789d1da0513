// `npm run soak`: runs 2,000 turns in one host and compares the memory at the end with the memory after 100 turns.
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
