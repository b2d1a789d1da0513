// Proves: AP-3
import { expect, it } from 'vitest';
import type { FiledRule, RulesFile } from '#contract/types/approval-rules.ts';
import type { ApprovalRule } from '#contract/types/approvals.ts';
import { findFileProblems, isSameAsFiled, toRulesFile } from './rules-file.ts';

const AGENTS = new Set(['main']);

function stored(fields: Partial<ApprovalRule> = {}): ApprovalRule {
  const words = ['git', 'status'];
  return { id: 'r', agentId: 'main', words, workspace: '/w', createdBy: 'me', createdAtMs: 0, uses: 3, ...fields };
}

const file = (...rules: readonly Partial<FiledRule>[]): RulesFile => ({
  format: 'gatehouse-rules',
  version: 1,
  rules: rules.map((rule) => ({ agent: 'main', effect: 'allow', words: ['npm', 'test'], workspace: '/w', ...rule })),
});

it('exports what a rule says, without usage, and without rules of sessions', () => {
  const rules = [stored(), stored({ effect: 'deny', words: ['rm', '*'], workspace: '*' }), stored({ sessionKey: 's' })];
  expect(toRulesFile(rules).rules).toEqual([
    { agent: 'main', effect: 'allow', words: ['git', 'status'], workspace: '/w' },
    { agent: 'main', effect: 'deny', words: ['rm', '*'], workspace: '*' },
  ]);
});

it('names each rule that cannot be imported, with the reason', () => {
  const problems = findFileProblems(
    file(
      {},
      { words: ['sh', '-c', 'x'] },
      { agent: 'nobody' },
      { workspace: 'relative/folder' },
      { words: ['*'] },
      { effect: 'deny', words: ['sh', '*'] },
    ),
    AGENTS,
  );
  expect(problems.map(({ index, rule }) => [index, rule])).toEqual([
    [1, 'sh -c x'],
    [2, 'npm test'],
    [3, 'npm test'],
    [4, '*'],
  ]);
  expect(problems[1]?.problem).toBe('there is no agent "nobody"');
});

it('accepts folders of Windows', () => {
  expect(findFileProblems(file({ workspace: 'C:\\work' }, { workspace: '\\\\server\\share' }), AGENTS)).toEqual([]);
});

it('recognizes rules that are stored already', () => {
  const [filed = expect.fail('no rule')] = toRulesFile([stored()]).rules;
  expect(isSameAsFiled(stored({ id: 'other', uses: 0 }), filed)).toBe(true);
  expect(isSameAsFiled(stored({ effect: 'deny' }), filed)).toBe(false);
  expect(isSameAsFiled(stored({ sessionKey: 's' }), filed)).toBe(false);
});
