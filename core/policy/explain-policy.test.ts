// Proves: AP-3
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { createShellGrammar } from '#adapters/shell-grammar/tree-sitter-grammar.ts';
import { harness, type Harness } from '#tests/support/core/engine-harness.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import type { MachineDirectory } from '../ports/machine.ts';
import { splitRule } from './split-rule.ts';

let root: string;
let workspace: string;
let machines: MachineDirectory;
let h: Harness;

beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'gatehouse-explain-')));
  workspace = path.join(root, 'workspace');
  mkdirSync(path.join(workspace, 'src'), { recursive: true });
  writeFileSync(path.join(workspace, 'src/a.ts'), 'a\n');
  writeFileSync(path.join(root, 'secret.txt'), 'secret\n');
  machines = createMachineDirectory({
    home: path.join(root, 'home'),
    environment: process.env,
    log: QUIET,
    clock: new ManualClock(),
  });
  const grammar = createShellGrammar((error) => {
    throw error;
  });
  h = harness([], { machines, grammar, agent: { workspace }, readOnlyCommands: true });
});
afterEach(async () => {
  await machines.disposeAll();
  rmSync(root, { recursive: true, force: true });
});

const explain = (command: string, more: Partial<Parameters<Harness['engine']['rules']['explain']>[0]> = {}) =>
  h.engine.rules.explain({ command, agentId: 'main', ...more });

it('explains each program of a line, with what it reads, writes, contacts, and runs', async () => {
  const { decision, reason, programs } = await explain(
    'cd src && cat a.ts | tee copy.txt && curl -o x https://example.org/y',
  );
  expect({ decision, reason }).toEqual({ decision: 'ask', reason: '"tee" requires approval: no rule covers it.' });
  expect(programs).toMatchObject([
    { program: 'cd', decision: 'allow' },
    { program: 'cat', cwd: 'src', decision: 'allow', reads: ['a.ts'] },
    { program: 'tee', decision: 'ask', writes: ['copy.txt'] },
    { program: 'curl', decision: 'ask', writes: ['x'], hosts: ['example.org'] },
  ]);
});

it('names the programs that another program starts', async () => {
  const { decision, programs } = await explain("timeout 5 sh -c 'ls; rm -rf build'");
  expect(decision).toBe('ask');
  expect(programs.map(({ program }) => program)).toEqual(['timeout', 'sh', 'ls', 'rm']);
});

it('uses the rules of the call instead of those of the agent', async () => {
  await h.engine.rules.add({ agentId: 'main', words: ['make', 'all'] }, testPrincipal('me'));
  expect(await explain('make all')).toMatchObject({ decision: 'allow', rule: 'make all' });
  expect(await explain('make all', { allowlist: [] })).toMatchObject({ decision: 'ask' });
  expect(await explain('npm test | head', { allowlist: ['npm test'] })).toMatchObject({
    decision: 'allow',
    rule: 'npm test',
  });
  for (const rule of ['*', '', 'sh *', 'sudo', '$X', 'a && b', '"'])
    expect(await explain('npm test', { allowlist: [rule] }), rule).toMatchObject({ decision: 'ask' });
});

it('says why a rule that seems to cover a line does not', async () => {
  const reason = async (command: string, rule: string) => (await explain(command, { allowlist: [rule] })).reason;
  expect(await reason('mytool -x', 'mytool *')).toBe('The rule "mytool *" does not cover these arguments.');
  expect(await reason('curl example.org', 'curl *')).toContain(
    'The rule "curl *" is ignored: "curl" can contact any host',
  );
  expect(await reason('ls && node ../x.js', 'node *')).toContain('"node *" does not cover these arguments');
});

it('denies what a rule of the agent denies', async () => {
  await h.engine.rules.add({ agentId: 'main', effect: 'deny', words: ['rm', '*'] }, testPrincipal('me'));
  for (const command of ['rm x', 'ls && rm x', 'echo $(rm x)', "bash -c 'rm x'"])
    expect(await explain(command), command).toMatchObject({ decision: 'deny', rule: 'rm *' });
});

it('judges a line in the folder that is given, and none outside the workspace', async () => {
  expect(await explain('cat ../src/a.ts', { cwd: 'src' })).toMatchObject({ decision: 'allow' });
  expect(await explain('cat ../src/a.ts')).toMatchObject({ decision: 'ask' });
  for (const cwd of ['..', '/', root, '../workspace/..', 'src/a.ts'])
    expect(await explain('ls', { cwd }), cwd).toMatchObject({
      decision: 'ask',
      reason: 'Its folder is not in the workspace.',
    });
});

it('requires approval for links that lead outside, also as a folder, in a pattern, and after cd', async () => {
  symlinkSync(path.join(root, 'secret.txt'), path.join(workspace, 'src/link.txt'));
  symlinkSync(root, path.join(workspace, 'up'));
  symlinkSync('src', path.join(workspace, 'alias'));
  for (const command of [
    'cat src/link.txt',
    'cat src/*.txt',
    'cat src/*',
    'ls up',
    'cd up && ls',
    'cat up/*',
    'cd alias && ls',
    'cd src && cat link.txt',
    'cd u* && ls',
    'cd u? && cat secret.txt',
    'git -C up status',
    'wc -l src/l*',
    'find up/',
    'sort src/link.txt',
  ])
    expect(await explain(command), command).toMatchObject({ decision: 'ask' });
  expect(await explain('cat src/*.ts')).toMatchObject({ decision: 'allow' });
  for (const command of ['pytest up', 'pytest up::test', 'pytest src/l*', 'node src/link.txt', 'tool src/link.txt'])
    expect(await explain(command, { allowlist: ['pytest *', 'node *', 'tool *'] }), command).toMatchObject({
      decision: 'ask',
    });
});

it('requires approval for patterns that match too many files, and looks at a limited number', async () => {
  for (let at = 0; at < 400; at += 1) {
    mkdirSync(path.join(workspace, `many/d${at % 20}/e${at}`), { recursive: true });
    writeFileSync(path.join(workspace, `many/d${at % 20}/e${at}/f.ts`), '');
  }
  expect(await explain('ls many/d1/e*/*.ts')).toMatchObject({ decision: 'allow' });
  expect(await explain(`ls ${'many/*/*/* '.repeat(150)}`)).toMatchObject({
    decision: 'ask',
    reason: 'It names too many files to check.',
  });
});

it('requires approval for commands of PowerShell and cmd, whatever they are', async () => {
  for (const shell of ['powershell', 'cmd'] as const)
    expect(await explain('ls', { shell, allowlist: ['ls'] })).toMatchObject({ decision: 'ask', programs: [] });
});

it.each([
  ['npm run *', ['npm', 'run', '*']],
  [`git commit -m 'a b' "c \\"d\\"" e\\ f`, ['git', 'commit', '-m', 'a b', 'c "d"', 'e f']],
  ['  a   b ', ['a', 'b']],
  ['a$(b) c;d', ['a$(b)', 'c;d']],
  ['', []],
])('reads the rule %j as words', (text, words) => {
  expect(splitRule(text)).toEqual(words);
});

it.each([
  ['cat src/a.ts', true],
  ['cd src && cat a.ts | head -n 2', true],
  ['cat src/a.ts > copy.txt', false],
  ['cat ../secret.txt', false],
  ['cat .env', false],
  ['npm test', false],
  ['mytool src/a.ts', false],
  ['cat src/a.ts | sh', false],
])('says whether %s only reads files of the workspace: %s', async (command, isRead) => {
  const { programs } = await explain(command);
  expect(programs.filter(({ program }) => program !== 'cd').every(({ isPlainRead }) => isPlainRead === true)).toBe(
    isRead,
  );
});
