// Runs every command line of the corpus that is allowed without a rule under strace: it starts the programs that were named, and
// no others.
// Proves: AP-3
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import type { Machine } from '#core/ports/machine.ts';
import { inspectLine } from '#core/workspaces/inspect-line.ts';
import { protectLine } from '#core/workspaces/protect-line.ts';
import { readCorpus } from '#tests/support/core/command-corpus.ts';
import { judgeByDefault } from '#tests/support/core/judge-by-default.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

const FILES: Readonly<Record<string, string>> = {
  'a.txt': 'foo\nbar\n',
  'b.txt': 'foo\n',
  'src/a.ts': 'const a = 1;\n',
  'src/b.ts': 'const b = 2;\n',
  'README.md': '# Sample\n',
  'package.json': '{"name":"sample","scripts":{"test":"true"}}\n',
  '.env': 'KEY=1\n',
};
/** What shells do without starting a program, also if there is a program of the name. */
const BUILT_IN = new Set('cd echo pwd printf true false : test [ command time'.split(' '));
/** A program that starts others for what it was asked to do, as its profile says. */
const HELPERS: Readonly<Record<string, readonly string[]>> = { tar: ['gzip', 'bzip2', 'xz', 'zstd', 'sh'] };

let root: string;
let workspace: string;
let machine: Machine;
const isTraceable = spawnSync('strace', ['-f', '-e', 'trace=execve', 'true']).status === 0;
/** Stops at the traced calls only, which takes half of the time. Older versions don't have it. */
const ONLY_TRACED =
  spawnSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=execve', 'true']).status === 0 ? ['--seccomp-bpf'] : [];
const home = mkdtempSync(path.join(tmpdir(), 'gatehouse-started-home-'));
const machines = createMachineDirectory({ home, environment: process.env, log: QUIET, clock: new ManualClock() });

beforeAll(async () => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-started-')));
  workspace = path.join(root, 'workspace');
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
    writeFileSync(path.join(workspace, name), text);
  }
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: workspace, stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  git('add', 'a.txt', 'src', 'package.json');
  git('commit', '-qm', 'first');
  git('commit', '-qm', 'second', '--allow-empty');
  git('tag', 'v1');
  // None of these may run.
  for (const key of ['core.fsmonitor', 'core.pager', 'diff.external', 'gpg.program', 'core.editor'])
    git('config', key, path.join(workspace, 'evil.sh'));
  machine = await machines.open({ agentId: 'main', workspace, kind: 'host' });
});
afterAll(async () => {
  await machines.disposeAll();
  for (const folder of [root, home]) rmSync(folder, { recursive: true, force: true });
});

/** The names of the programs that a line starts, in order. */
function trace(line: string): readonly string[] {
  const file = path.join(root, 'trace');
  const shell = ['/bin/bash', '--noprofile', '--norc', '-c', line];
  const environment = { PATH: process.env['PATH'], HOME: root, GIT_PAGER: 'cat', PAGER: 'cat', LC_ALL: 'C.UTF-8' };
  spawnSync('strace', ['-f', ...ONLY_TRACED, '-qq', '-e', 'trace=execve', '-e', 'signal=none', '-o', file, ...shell], {
    cwd: workspace,
    env: environment,
    input: '',
    timeout: 20_000,
  });
  const started = readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((row) => {
      const [, program] = /execve\("([^"]+)".*= 0$/.exec(row) ?? [];
      return program === undefined ? [] : [path.basename(program)];
    });
  // The first one is the shell itself.
  return started.slice(1);
}

it('starts exactly the programs that were named', async (context) => {
  context.skip(!isTraceable, 'strace is not installed, or processes may not be traced here');
  const grammar = createShellGrammar((error) => {
    throw error;
  });
  const corpus = readCorpus(readFileSync(path.join(PROJECT_ROOT, 'core/policy/command-corpus.txt'), 'utf8'));
  const wrong: string[] = [];
  let runs = 0;
  for (const { line } of corpus.filter(({ verdict, rules }) => verdict === 'allow' && rules.length === 0)) {
    const facts = await inspectLine(machine, grammar, { line, cwd: workspace });
    const { verdict, programs = [] } = judgeByDefault(workspace, facts);
    if (verdict !== 'allow') {
      wrong.push(`${line}: ${verdict}`);
      continue;
    }
    const signal = new AbortController().signal;
    const started = trace(await protectLine(machine, { line, cwd: workspace }, 'preset', signal));
    const named = programs.filter(({ program, path: file }) => !BUILT_IN.has(program) && file !== undefined);
    const allowed = new Set(named.flatMap(({ program }) => [program, ...(HELPERS[program] ?? [])]));
    const surprises = started.filter((program) => !allowed.has(program));
    // With one program, nothing decides whether it runs.
    const isMissing = programs.length === 1 && named.length === 1 && !started.includes(named[0]?.program ?? '');
    if (surprises.length > 0 || isMissing) wrong.push(`${line}: started ${started.join(', ') || 'nothing'}`);
    runs += 1;
  }
  expect(wrong).toEqual([]);
  expect(runs).toBeGreaterThan(150);
});
