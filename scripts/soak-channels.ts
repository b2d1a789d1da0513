// `npm run soak:channels`: 50 people write on all chat networks for an hour; the result is written to docs/channels/soak.md.
// `--minutes=5`, `--chats=20`, `--every=30` (seconds between the messages of a person).
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { runChannelSoak, soakAsMarkdown } from '#tests/performance/channel-soak.ts';

import { ensureBuilt } from './build-if-stale.ts';
import { PROJECT_ROOT } from './project-root.ts';

const HOUR = 60;
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: String(HOUR) },
    chats: { type: 'string', default: '50' },
    every: { type: 'string', default: '50' },
  },
});
await ensureBuilt((line) => console.log(line));
const minutes = Number(values.minutes);
const report = await runChannelSoak({
  minutes,
  chats: Number(values.chats),
  everySeconds: Number(values.every),
  report: (line) => console.log(line),
});
const page = soakAsMarkdown(report, new Date());
console.log(page);
if (minutes >= HOUR) writeFileSync(join(PROJECT_ROOT, 'docs/channels/soak.md'), `${page.trimEnd()}\n`);
process.exitCode = report.lost.length + report.handledTwice.length + report.outOfOrder.length > 0 ? 1 : 0;
