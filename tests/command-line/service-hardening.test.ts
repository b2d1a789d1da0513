// The command of the system unit, run as its sandbox runs it: without privileges, and with a read-only system.
// Proves: PK-3
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runCli } from '#cli/run.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

/** `nobody` */
const UID = 65_534;
const LIMITED = `setpriv --reuid ${UID} --regid ${UID} --clear-groups --no-new-privs --bounding-set -all --inh-caps -all`;
const ENTRY = join(PROJECT_ROOT, 'cli/gatehouse.mjs');
const SHELL_QUOTE = /"((?:[^"\\]|\\.)*)"/g;

const canRun =
  process.getuid?.() === 0 &&
  spawnSync('unshare', ['-m', 'true']).status === 0 &&
  ['bwrap', 'setpriv'].every((program) => spawnSync(program, ['--version']).status === 0) &&
  // The clone may be in the home folder of root.
  spawnSync('sh', ['-c', `${LIMITED} "$0" --version && ${LIMITED} test -r "$1"`, process.execPath, ENTRY]).status === 0;

/** Words of a command in the unit, whose first one starts with a colon. */
function readCommand(unit: string, name: string): readonly string[] {
  const [, line = ''] = new RegExp(`^${name}=(.*)$`, 'm').exec(unit) ?? [];
  const words = [...line.matchAll(SHELL_QUOTE)].map(([, word = '']) => word);
  return words.map((word, index) => (index === 0 ? word.slice(1) : word));
}

async function makeUnit(home: string): Promise<string> {
  const sink = { write: () => true };
  const root = join(home, 'root');
  const environment = { HOME: home, GATEHOUSE_HOME: join(home, 'gatehouse'), GATEHOUSE_PORT: '0' };
  const args = ['service', 'install', '--scope', 'system', '--root', root];
  expect(await runCli(args, { environment, pages: '', stdout: sink, stderr: sink })).toBe(0);
  return readFileSync(join(root, 'etc/systemd/system/gatehouse.service'), 'utf8');
}

it.runIf(canRun)('starts, becomes ready, confines commands, writes nowhere else, and stops', async () => {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-hardening-'));
  onTestFinished(() => rmSync(home, { recursive: true }));
  const unit = await makeUnit(home);
  chmodSync(home, 0o700);
  chownSync(home, UID, UID);
  for (const setting of ['NoNewPrivileges=yes', 'CapabilityBoundingSet=', 'ProtectSystem=strict'])
    expect(unit).toContain(`\n${setting}\n`);
  const start = readCommand(unit, 'ExecStart');
  const script = join(home, 'sandbox.sh');
  // What systemd does for these settings. The arguments of the script are the words of both commands.
  writeFileSync(
    script,
    `set -e
mount --bind "$HOME" "$HOME"
mount -o remount,bind,ro /
mount -o remount,bind,rw "$HOME"
cd "$HOME"
limited="${LIMITED}"
$limited "$@" 2>log >out &
export MAINPID=$!
trap 'kill -9 $MAINPID 2>/dev/null || true' EXIT
$limited ${readCommand(unit, 'ExecStartPost').join(' ')}
$limited ${start.slice(0, 2).join(' ')} machines list --home "$GATEHOUSE_HOME" --json >machines
$limited touch ${PROJECT_ROOT}/owned 2>/dev/null && echo writable
kill $MAINPID
wait $MAINPID
`,
  );
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, GATEHOUSE_HOME: join(home, 'gatehouse') };
  const out = execFileSync('unshare', ['-m', '--propagation', 'private', 'sh', script, ...start], {
    encoding: 'utf8',
    env,
  });
  expect(out).toMatch(/^Ready at http:\/\/127\.0\.0\.1:\d+\n$/);
  const printed = readFileSync(join(home, 'out'), 'utf8');
  expect(printed).toContain('is running at');
  expect(printed).not.toContain('#code=');
  const { kinds } = JSON.parse(readFileSync(join(home, 'machines'), 'utf8'));
  expect(kinds).toContainEqual(expect.objectContaining({ kind: 'confined', isAvailable: true }));
});
