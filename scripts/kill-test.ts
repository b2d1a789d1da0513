// `npm run test:kill`: kills the host at 200 random points of a scripted workload and writes the results to docs/kill-test.md.
// `--channels` does the same to people who write in chat apps, and writes docs/channels/kill-test.md.
// `--points=20`, `--seed=7`, `--after=merging,reviewing` (only kills that follow these events), `--source` (run the sources
// instead of the bundle).
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { defined } from '#contract/types/defined.ts';
import { channelReportAsMarkdown, countProblems } from '#tests/kill/channels/channel-kill-report.ts';
import { runChannelKillTest } from '#tests/kill/channels/channel-kill-run.ts';
import { TRIGGERS } from '#tests/kill/kill-plan.ts';
import { runKillTest } from '#tests/kill/kill-run.ts';
import { reportAsMarkdown } from '#tests/kill/kill-report.ts';

import { ensureBuilt } from './build-if-stale.ts';
import { PROJECT_ROOT } from './project-root.ts';

const FULL_POINTS = 200;
const RESULT_FILE = 'docs/kill-test.md';
const CHANNELS_FILE = 'docs/channels/kill-test.md';

const { values } = parseArgs({
  options: {
    points: { type: 'string' },
    seed: { type: 'string' },
    after: { type: 'string' },
    source: { type: 'boolean' },
    channels: { type: 'boolean' },
  },
});
const host =
  values.source === true ? { entry: join(PROJECT_ROOT, 'cli/main.ts'), remove: () => undefined } : await ownHost();
const points = Number(values.points ?? FULL_POINTS);
const triggers = values.after?.split(',').map((name) => TRIGGERS.find((one) => one === name) ?? unknownEvent(name));
const run = { points, seed: Number(values.seed ?? Date.now() % 100_000), entry: host.entry };
const report = (line: string): void => console.log(line);
const { text, file, problems } = values.channels === true ? await killChannels() : await killEngine();
host.remove();
console.log(text);
if (points >= FULL_POINTS) writeFileSync(join(PROJECT_ROOT, file), text);
process.exitCode = problems > 0 ? 1 : 0;

interface Outcome {
  readonly text: string;
  readonly file: string;
  readonly problems: number;
}

async function killEngine(): Promise<Outcome> {
  const result = await runKillTest({ ...run, ...defined({ triggers }), report });
  const { lost, twice, stuck } = result;
  return { text: reportAsMarkdown(result), file: RESULT_FILE, problems: lost.length + twice.length + stuck.length };
}

async function killChannels(): Promise<Outcome> {
  const result = await runChannelKillTest({ ...run, report });
  return { text: channelReportAsMarkdown(result), file: CHANNELS_FILE, problems: countProblems(result) };
}

function unknownEvent(name: string): never {
  throw new Error(`unknown event ${JSON.stringify(name)}. Choose from: ${TRIGGERS.join(', ')}`);
}

/** Copies the built host, so that a build doesn't disturb the test. Native modules are resolved from there. */
async function ownHost(): Promise<{ readonly entry: string; remove(): void }> {
  await ensureBuilt((line) => console.log(line));
  const folder = join(PROJECT_ROOT, 'node_modules', '.cache', `kill-test-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  cpSync(join(PROJECT_ROOT, 'out/main'), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return { entry: join(folder, 'headless.js'), remove: () => rmSync(folder, { recursive: true, force: true }) };
}
