// Proves: AP-3
import { expect, it } from 'vitest';
import { sampleRule } from '#tests/support/core/command-samples.ts';
import { lineFacts } from '#tests/support/core/line-facts.ts';
import { judge, type PolicyFacts } from './policy.ts';

const decide = (command: string, more: Partial<PolicyFacts> = {}) =>
  judge({
    mode: 'ask',
    risk: 'exec',
    agentId: 'main',
    sessionKey: 'agent:main:x',
    projectId: undefined,
    workspace: '/w',
    realWorkspace: '/w',
    rules: [sampleRule('rm *', { id: 'no-rm', effect: 'deny' }), sampleRule('rm x'), sampleRule('ls')],
    line: lineFacts(command),
    ...more,
  });

it.each(['ask', 'plan', 'auto', 'deny', 'accept-edits', 'full'] as const)(
  'denies in the mode %s what a rule denies',
  (mode) => {
    expect(decide('rm -rf build', { mode })).toMatchObject({
      verdict: 'deny',
      reason: 'Denied by the rule "rm *".',
      ruleId: 'no-rm',
      decidedBy: 'rule:no-rm',
    });
  },
);

it('lets a deny rule win over an allow rule and over the preset of read-only commands', () => {
  expect(decide('rm x').verdict).toBe('deny');
  const rules = [sampleRule('git log *', { effect: 'deny' })];
  expect(decide('git log', { rules: [], readOnlyCommands: true }).verdict).toBe('allow');
  expect(decide('git log', { rules, readOnlyCommands: true }).verdict).toBe('deny');
});

it.each([
  'ls && rm x',
  'ls | rm x',
  'sudo rm x',
  'echo "$(rm x)"',
  'bash -c "rm x"',
  '/bin/rm x',
  '(rm x)',
  'find . -exec rm {} +',
])('denies %j, wherever the command is in the line', (command) => {
  expect(decide(command, { mode: 'full' }).verdict).toBe('deny');
});

it('never lets a deny rule allow anything', () => {
  const rules = [sampleRule('ls', { effect: 'deny', workspace: '/elsewhere' })];
  expect(decide('ls', { rules }).verdict).toBe('ask');
});

it('applies deny rules only to their agent, session, and folder', () => {
  const only = (more: Parameters<typeof sampleRule>[1]) =>
    decide('rm x', { rules: [sampleRule('rm *', { effect: 'deny', ...more })] }).verdict;
  expect(only({})).toBe('deny');
  expect(only({ agentId: 'other' })).toBe('ask');
  expect(only({ workspace: '/elsewhere' })).toBe('ask');
  expect(only({ workspace: '*' })).toBe('deny');
  expect(only({ sessionKey: 'agent:main:y' })).toBe('ask');
});
