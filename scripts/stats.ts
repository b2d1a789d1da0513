// `npm run stats`: measures the sources. `-- --json` prints everything as JSON, `-- --list` what the counts count,
// `-- --compare <git-ref>` the figures of an earlier commit beside today's.
import { parseArgs } from 'node:util';

import { PROJECT_ROOT } from './project-root.ts';
import { collectStats } from './stats/collect-stats.ts';
import { statsLists, statsTable } from './stats/stats-table.ts';
import { withWorktree } from './worktree.ts';

const { values } = parseArgs({
  // `npm run` removes the `--` before the options; a call of this file does not.
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: { json: { type: 'boolean' }, list: { type: 'boolean' }, compare: { type: 'string' } },
});

const stats = collectStats(PROJECT_ROOT);
const before = values.compare === undefined ? undefined : await withWorktree(values.compare, collectStats);
if (values.json === true) console.log(JSON.stringify(before === undefined ? stats : { before, after: stats }, null, 2));
else console.log([statsTable(stats, before), ...(values.list === true ? [statsLists(stats)] : [])].join('\n\n'));
