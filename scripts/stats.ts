// `npm run stats`: measures the sources. `-- --json` prints everything as JSON, `-- --list` what the counts count,
// `-- --compare <git-ref>` the figures of an earlier commit beside today's.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { PROJECT_ROOT } from './project-root.ts';
import { collectStats, type Stats } from './stats/collect-stats.ts';
import { statsLists, statsTable } from './stats/stats-table.ts';

const { values } = parseArgs({
  // `npm run` removes the `--` before the options; a call of this file does not.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: { json: { type: 'boolean' }, list: { type: 'boolean' }, compare: { type: 'string' } },
});

const stats = collectStats(PROJECT_ROOT);
const before = values.compare === undefined ? undefined : statsAt(values.compare);
if (values.json === true) console.log(JSON.stringify(before === undefined ? stats : { before, after: stats }, null, 2));
else console.log([statsTable(stats, before), ...(values.list === true ? [statsLists(stats)] : [])].join('\n\n'));

/** Measures an earlier commit in a temporary worktree. */
function statsAt(ref: string): Stats {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-stats-'));
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: PROJECT_ROOT, stdio: 'ignore' });
  try {
    git('worktree', 'add', '--detach', folder, ref);
    return collectStats(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
    git('worktree', 'prune');
  }
}
