// Runs OpenClaw's command-line tool against a Gatehouse host with a scripted model and checks that it works.
// `node scripts/check-openclaw-cli.ts [--openclaw folder] [--only text]`. Exits with code 1 if a check fails.
// The package is about 700 MB and not a dependency of this project. It is installed in a temporary folder, outside the lock
// file, unless `--openclaw` or GATEHOUSE_OPENCLAW names a permanent one.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { startExampleWorld } from '#tests/protocol/examples/world.ts';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';

import { runChecks, type CheckOutcome } from './openclaw/check-list.ts';
import { commandChecks } from './openclaw/commands.ts';
import { coreMethodChecks } from './openclaw/core-methods.ts';
import { OPENCLAW_VERSION, provideOpenClaw } from './openclaw/install.ts';
import { terminalClientCheck } from './openclaw/terminal-client.ts';

/** Commands that run at once. Each takes a second or two to start. */
const AT_ONCE = 2;

const { values } = parseArgs({ options: { openclaw: { type: 'string' }, only: { type: 'string' } } });
const install = await provideOpenClaw(values.openclaw);
const home = mkdtempSync(join(tmpdir(), 'gatehouse-openclaw-home-'));
const { world, stop } = await startExampleWorld();
let failed: readonly CheckOutcome[] = [];
try {
  const { url } = world.gateway;
  configure(home, url);
  const command = { command: install.command, home };
  const flags = ['--url', url, '--token', TOKEN];
  const checks = [
    ...commandChecks(command, world, flags),
    terminalClientCheck(command, flags),
    ...coreMethodChecks(command, world),
  ].filter(({ name }) => values.only === undefined || name.includes(values.only));
  console.log(`openclaw ${OPENCLAW_VERSION} against Gatehouse at ${url}, ${checks.length} checks\n`);
  const outcomes = await runChecks(checks, AT_ONCE);
  failed = outcomes.filter(({ failure }) => failure !== undefined);
  console.log(`\n${outcomes.length - failed.length} passed, ${failed.length} failed`);
} finally {
  await stop();
  rmSync(home, { recursive: true, force: true });
  install.remove();
}
process.exit(failed.length > 0 ? 1 : 0);

/** Writes the configuration file in which commands without flags find the gateway. */
function configure(folder: string, url: string): void {
  mkdirSync(join(folder, '.openclaw'));
  const configuration = { gateway: { mode: 'remote', remote: { url, token: TOKEN } } };
  writeFileSync(join(folder, '.openclaw', 'openclaw.json'), `${JSON.stringify(configuration)}\n`);
}
