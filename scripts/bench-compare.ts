// `npm run bench:compare -- --against <git-ref>`: runs the quick benchmarks of an earlier commit and of this one in
// alternating rounds and fails if a row got more than a tenth slower. Each round also runs the earlier commit a second
// time, so that the noise of the machine is known. `--rounds <n>` (7), `--only <name,…>` as for `npm run bench`; with
// `--only`, `--full` takes as many samples as a full run.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import type { Row } from '#tests/performance/report.ts';

import { compareRounds, comparisonTable, MAX_RATIO, type Round } from './bench/compare-rows.ts';
import { PROJECT_ROOT } from './project-root.ts';
import { withWorktree } from './worktree.ts';

const ORDERS = [
  ['old', 'new', 'again'],
  ['new', 'again', 'old'],
  ['again', 'old', 'new'],
] as const;

const { values } = parseArgs({
  // `npm run` removes the `--` before the options; a call of this file does not.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    against: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    only: { type: 'string' },
    full: { type: 'boolean', default: false },
  },
});
const rounds = Number(values.rounds);
const isUnclear = !Number.isInteger(rounds) || rounds < 1 || (values.full && values.only === undefined);
if (values.against === undefined || isUnclear)
  throw new Error('Usage: npm run bench:compare -- --against <git-ref> [--rounds <n>] [--only <name,…> [--full]]');

const measured = await withWorktree(values.against, async (folder) => {
  execFileSync('npm', ['ci', '--ignore-scripts', '--prefer-offline', '--silent'], { cwd: folder, stdio: 'inherit' });
  const results: Round[] = [];
  for (let index = 0; index < rounds; index += 1) {
    const order = ORDERS[index % ORDERS.length] ?? ORDERS[0];
    const round: Record<keyof Round, readonly Row[]> = { old: [], new: [], again: [] };
    for (const version of order) round[version] = await bench(version === 'new' ? PROJECT_ROOT : folder);
    results.push(round);
    console.log(`round ${index + 1} of ${rounds} done`);
  }
  return results;
});
const comparisons = compareRounds(measured);
console.log(`\n${comparisonTable(comparisons)}`);
process.exitCode = comparisons.length > 0 && comparisons.every(({ ratio }) => ratio <= MAX_RATIO) ? 0 : 1;

/** Runs the quick benchmarks of the version in `folder`, with its own script. */
async function bench(folder: string): Promise<readonly Row[]> {
  const file = join(folder, 'bench-results.json');
  rmSync(file, { force: true });
  const options = [...(values.full ? [] : ['--quick']), ...(values.only === undefined ? [] : ['--only', values.only])];
  const child = spawn('npm', ['run', '--silent', 'bench', '--', ...options], { cwd: folder });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  // It exits with 1 if a target is missed, which doesn't matter here. Without results it has failed.
  await once(child, 'close');
  try {
    // Written by the benchmark of this project, whose rows keep their form.
    return (JSON.parse(readFileSync(file, 'utf8')) as { readonly rows: readonly Row[] }).rows;
  } catch (cause) {
    throw new Error(`the benchmark in ${folder} wrote no results:\n${output}`, { cause });
  }
}
