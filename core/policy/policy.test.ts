// Proves: AP-3
import { describe, expect, it } from 'vitest';
import { COVERED_LINES, SAMPLE_RULES, sampleRule, UNCOVERED_LINES } from '#tests/support/core/command-samples.ts';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { APPROVAL_MODES } from '#contract/types/approval-modes.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { lineFacts } from '#tests/support/core/line-facts.ts';
import type { ProgramFacts } from './line-facts.ts';
import { judge, type PolicyFacts } from './policy.ts';

const facts = (command: string, more: Partial<PolicyFacts> = {}, program: Partial<ProgramFacts> = {}): PolicyFacts => ({
  mode: 'ask',
  risk: 'exec',
  agentId: 'main',
  sessionKey: 'agent:main:x',
  projectId: undefined,
  workspace: '/w',
  realWorkspace: '/w',
  rules: SAMPLE_RULES,
  line: lineFacts(command, program),
  ...more,
});

describe('the policy', () => {
  it('has more than 120 cases', () => {
    expect(COVERED_LINES.length + UNCOVERED_LINES.length).toBeGreaterThan(120);
  });

  it.each(COVERED_LINES)('allows %j, which a rule covers', (command) => {
    expect(judge(facts(command))).toMatchObject({ verdict: 'allow' });
  });

  it.each(UNCOVERED_LINES)('requires approval for %j, with a reason', (command) => {
    const verdict = judge(facts(command));
    expect(verdict.verdict).toBe('ask');
    expect(verdict.reason.length).toBeGreaterThan(5);
    expect(judge(facts(command, { mode: 'accept-edits' })).verdict).toBe('ask');
    expect(judge(facts(command, { mode: 'auto' })).verdict).toBe('ask');
    expect(judge(facts(command, { mode: 'plan' })).verdict).toBe('deny');
    expect(judge(facts(command, { mode: 'deny' })).verdict).toBe('deny');
    expect(judge(facts(command, { mode: 'full' })).verdict).toBe('allow');
  });

  it('requires approval if the program is in the workspace', () => {
    expect(judge(facts('ls', {}, { resolvedPath: '/w/bin/ls' })).reason).toContain('workspace');
    const linked = { workspace: '/link', realWorkspace: '/real' };
    expect(judge(facts('ls', linked, { resolvedPath: '/real/ls' })).verdict).toBe('ask');
    expect(judge(facts('ls', {}, { resolvedPath: '/wide/ls' })).verdict).toBe('allow');
  });

  it('denies a line if a rule denies a program of it, wherever it is', () => {
    const rules = [...SAMPLE_RULES, sampleRule('rm *', { effect: 'deny' }), sampleRule('git push', { effect: 'deny' })];
    const verdict = (command: string, mode: PolicyFacts['mode'] = 'ask') =>
      judge(facts(command, { rules, mode })).verdict;
    for (const command of [
      'rm -rf x',
      'ls && rm x',
      'ls | xargs rm -f',
      'sh -c "rm x"',
      'bash -lc "ls; rm x"',
      'sudo -u me rm x',
      'echo $(rm x)',
      'cat <(rm x)',
      'if true; then rm $X; fi',
      'f() { rm x; }; f',
      'find . -exec rm {} +',
      'env A=1 rm x',
      '/bin/rm x',
      'X=1 rm x',
      'eval "rm x"',
      'git push',
      'rm x &',
    ])
      expect([command, verdict(command), verdict(command, 'full')]).toEqual([command, 'deny', 'deny']);
    for (const command of ['git push origin', 'rmdir x', 'echo rm x', 'grep rm x'])
      expect(verdict(command)).not.toBe('deny');
  });

  it('applies rules only to their agent, session, and workspace', () => {
    const only = (more: Partial<ApprovalRule>) => judge(facts('ls', { rules: [sampleRule('ls', more)] })).verdict;
    expect(only({})).toBe('allow');
    expect(only({ agentId: 'other' })).toBe('ask');
    expect(only({ workspace: '/elsewhere' })).toBe('ask');
    expect(only({ workspace: '*' })).toBe('allow');
    expect(only({ sessionKey: 'agent:main:x' })).toBe('allow');
    expect(only({ sessionKey: 'agent:main:y' })).toBe('ask');
  });

  it('decides reads and edits by the mode', () => {
    const verdicts = (more: Partial<PolicyFacts>) =>
      Object.fromEntries(APPROVAL_MODES.map((mode) => [mode, judge(facts('', { ...more, mode })).verdict]));
    const all = (verdict: string) => Object.fromEntries(APPROVAL_MODES.map((mode) => [mode, verdict]));
    const none = { plan: 'deny', deny: 'deny', full: 'allow' };
    expect(verdicts({ risk: 'read' })).toEqual(all('allow'));
    const edit = { risk: 'edit', file: 'notes.txt' } as const;
    expect(verdicts(edit)).toEqual({ ...none, ask: 'ask', 'accept-edits': 'allow', auto: 'allow' });
    const control = { ...edit, file: '.git/config' };
    expect(verdicts(control)).toEqual({ ...none, ask: 'ask', 'accept-edits': 'ask', auto: 'ask' });
    const call = { risk: 'network', host: 'example.org', knownHosts: ['example.org'] } as const;
    expect(verdicts(call)).toEqual({ ...none, ask: 'allow', 'accept-edits': 'allow', auto: 'allow' });
    expect(verdicts({ risk: 'unknown' })).toEqual({ ...none, ask: 'ask', 'accept-edits': 'ask', auto: 'ask' });
  });

  it('uses only the preset in plan mode, and only rules in deny mode', () => {
    const verdict = (mode: PolicyFacts['mode'], more: Partial<PolicyFacts>) =>
      judge(facts('ls', { ...more, mode })).verdict;
    const ruled = { rules: [sampleRule('ls')], readOnlyCommands: false };
    const preset = { rules: [], readOnlyCommands: true };
    expect([verdict('plan', ruled), verdict('plan', preset)]).toEqual(['deny', 'allow']);
    expect([verdict('deny', ruled), verdict('deny', preset)]).toEqual(['allow', 'deny']);
    const denying = { rules: [sampleRule('ls', { effect: 'deny' })], readOnlyCommands: true };
    for (const mode of APPROVAL_MODES) expect([mode, verdict(mode, denying)]).toEqual([mode, 'deny']);
  });

  it('requires approval for the target of a link as for the link', () => {
    const edit = { risk: 'edit', mode: 'accept-edits', file: 'notes.txt' } as const;
    expect(judge(facts('', { ...edit, target: 'notes.txt' })).verdict).toBe('allow');
    for (const target of ['.vscode/tasks.json', 'SOUL.md'])
      expect(judge(facts('', { ...edit, target })).verdict).toBe('ask');
  });

  it('requires approval for agent files, except the memory', () => {
    const verdict = (file: string) => judge(facts('', { risk: 'edit', mode: 'accept-edits', file })).verdict;
    for (const file of ['SOUL.md', './agents.md', 'sub/../USER.md', 'sub\\BOOTSTRAP.md'])
      expect(verdict(file)).toBe('ask');
    for (const file of ['MEMORY.md', 'notes/soul.txt']) expect(verdict(file)).toBe('allow');
  });

  it('ignores an invalid stored rule', () => {
    for (const words of ['*', 'sh', 'sh *', 'env *', 'bash -c *'])
      expect(judge(facts('sh -c ls', { rules: [sampleRule(words)] })).verdict).toBe('ask');
  });

  it.each([
    ['git *', 'git x'],
    ['git *', 'git config alias.x !touch'],
    ['git ls-remote *', 'git ls-remote ext::sh'],
    ['npm *', 'npm x tool'],
    ['yarn *', 'yarn tool'],
    ['pnpm *', 'pnpm install'],
    ['gh *', 'gh extension exec x'],
    ['openssl *', 'openssl engine -t x'],
    ['npm install *', 'npm install x'],
  ])('requires approval despite the earlier rule "%s" for "%s"', (words, command) => {
    expect(judge(facts(command, { rules: [sampleRule(words)] })).verdict).toBe('ask');
  });

  it('does not cover a command whose arguments lead elsewhere', () => {
    const verdict = judge(facts('cat in', {}, { operandProblem: '"in" is a link that leads outside the workspace' }));
    expect(verdict).toMatchObject({ verdict: 'ask', reason: '"in" is a link that leads outside the workspace.' });
  });

  it('covers a command that runs files only while they are as they were when the rule was stored', () => {
    const now = [{ path: 'package.json#scripts', hash: 'b' }];
    const verdict = (files?: ApprovalRule['files']) =>
      judge(
        facts('npm test', { rules: [sampleRule('npm test', files === undefined ? {} : { files })] }, { files: now }),
      );
    expect(verdict(now).verdict).toBe('allow');
    const changed = { verdict: 'ask', reason: 'A script in package.json has changed since you saw it.' };
    expect(verdict([{ path: 'package.json#scripts', hash: 'a' }])).toMatchObject(changed);
    const other = { verdict: 'ask', reason: "It runs a script in package.json, which the rule doesn't cover." };
    expect(verdict()).toMatchObject(other);
    expect(verdict([]).verdict).toBe('ask');
    const renewed = [sampleRule('npm test'), sampleRule('npm test', { id: 'new', files: now })];
    expect(judge(facts('npm test', { rules: renewed }, { files: now }))).toMatchObject({
      verdict: 'allow',
      ruleId: 'new',
    });
  });

  it('decides quickly for any line', () => {
    const lines = ['a '.repeat(8000), "'".repeat(16_000), `ls ${'x/'.repeat(8000)}`];
    expectCpuTimeBelow(50, () => lines.map((line) => judge(facts(line))));
  });
});
