// A day of a coding agent on a repository, with default settings and without rules: how many approvals it takes.
// Proves: AP-3
import { execFileSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import type { Machine } from '../ports/machine.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { SAMPLE_COMMANDS } from '#tests/support/core/sample-commands.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { writeProject } from '#tests/support/sample-day.ts';
import { inspectLine } from '../workspaces/inspect-line.ts';
import { isConfined } from './confinement.ts';
import { judge } from './policy.ts';

/** Most approvals of the day on a machine that confines what runs on it. */
const MAX_APPROVALS = 8;

let folder: string;
let machine: Machine;
const machines = createMachineDirectory({
  home: path.join(tmpdir(), 'gatehouse-sample-day-home'),
  environment: process.env,
  log: QUIET,
  clock: new ManualClock(),
});
beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-sample-day-')));
  writeProject(folder);
  writeFileSync(path.join(folder, 'Makefile'), 'check test:\n\tnode --test\n');
  execFileSync('git', ['remote', 'add', 'origin', 'https://github.com/example/notes'], { cwd: folder });
  machine = await machines.open({ agentId: 'main', workspace: folder, kind: 'host' });
});
afterAll(async () => {
  await machines.disposeAll();
  rmSync(folder, { recursive: true, force: true });
});

/** The commands that require approval on a kind of machine. */
async function listAsked(kind: string): Promise<readonly string[]> {
  const grammar = createShellGrammar((error) => {
    throw error;
  });
  const asked: string[] = [];
  for (const line of SAMPLE_COMMANDS) {
    const facts = await inspectLine(machine, grammar, { line, cwd: folder });
    const { verdict } = judge({
      mode: 'ask',
      risk: 'exec',
      agentId: 'main',
      sessionKey: 'agent:main:day',
      projectId: undefined,
      workspace: folder,
      realWorkspace: folder,
      rules: [],
      line: facts,
      readOnlyCommands: DEFAULT_SETTINGS.approvals.readOnlyCommands,
      confinedCommands: isConfined(kind, DEFAULT_SETTINGS),
    });
    if (verdict !== 'allow') asked.push(line);
  }
  return asked;
}

/** What must always be seen by a person: changes of files and of Git, and the network. */
const CHANGES = [
  'git add src/dates.js test/dates.test.js',
  'git commit -m "Use the local day"',
  'npm install left-pad',
  'git fetch origin',
  'mv src/server.js src/http.js',
  'curl -s http://localhost:4100/health',
  'git add -A && git commit -m "Rename the server"',
  'git push origin main',
];

it('has 60 commands, of which few change something', () => {
  expect(SAMPLE_COMMANDS).toHaveLength(60);
  expect(CHANGES.length).toBeLessThanOrEqual(MAX_APPROVALS);
});

it('takes an approval for each change, and for nothing else, on a machine that confines builds and tests', async () => {
  expect(await listAsked('confined')).toEqual(CHANGES);
  expect(await listAsked('docker')).toEqual(CHANGES);
});

it('takes approvals for builds and tests, too, on a machine that confines nothing', async () => {
  const asked = await listAsked('host');
  expect(asked.filter((line) => CHANGES.includes(line))).toEqual(CHANGES);
  expect(asked.filter((line) => !CHANGES.includes(line)).every((line) => /npm|npx|node|make|pytest/.test(line))).toBe(
    true,
  );
});
