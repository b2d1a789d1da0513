// `npm run test:kill`: kills the host at 200 random points of a scripted day and writes what came of it to docs/kill-test.md.
// `--points=20`, `--seed=7`, `--source` (runs the sources instead of the built bundle).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { runKillTest } from '#tests/kill/kill-run.ts';
import { reportAsMarkdown } from '#tests/kill/kill-report.ts';

import { ensureBuilt } from './build-if-stale.ts';
import { PROJECT_ROOT } from './project-root.ts';

const FULL_POINTS = 200;
const RESULT_FILE = 'docs/kill-test.md';

const { values } = parseArgs({
  options: { points: { type: 'string' }, seed: { type: 'string' }, source: { type: 'boolean' } },
});
if (values.source !== true) await ensureBuilt((line) => console.log(line));
const points = Number(values.points ?? FULL_POINTS);
const report = await runKillTest({
  points,
  seed: Number(values.seed ?? Date.now() % 100_000),
  ...(values.source === true ? { entry: join(PROJECT_ROOT, 'cli/main.ts') } : {}),
  report: (line) => console.log(line),
});
const text = reportAsMarkdown(report);
console.log(text);
if (points >= FULL_POINTS) writeFileSync(join(PROJECT_ROOT, RESULT_FILE), text);
process.exitCode = report.lost.length + report.twice.length + report.stuck.length > 0 ? 1 : 0;
