// Proves: AP-3
import { expect, it } from 'vitest';
import type { PastCommand } from '../ports/command-history.ts';
import { rehearseRules, type RehearsalInput } from './rehearse-rules.ts';

const T0 = Date.UTC(2026, 10, 1);

function past(command: string, fields: Partial<PastCommand> = {}): PastCommand {
  return { ts: T0, sessionKey: 'agent:main:main', cwd: '/w', command, decision: 'ask', ...fields };
}

/** A command of one program, for which a rule was suggested. */
function asked(command: string, fields: Partial<PastCommand> = {}): PastCommand {
  const words = command.split(' ');
  return past(command, { argv: words, suggestedRule: words, ...fields });
}

function rehearse(line: string, history: readonly PastCommand[], given: Partial<RehearsalInput> = {}) {
  const effect = line.startsWith('deny ') ? 'deny' : 'allow';
  const words = line.replace(/^deny /, '').split(' ');
  return rehearseRules({ drafts: [{ effect, words }], rules: [], history, isPartial: false, ...given });
}

it('counts past commands that a rule would have allowed, with those that a person denied', () => {
  const history = [
    asked('npm test', { outcome: 'allow-once', ts: T0 + 2 }),
    asked('npm test', { outcome: 'allow-once', ts: T0 + 1 }),
    asked('npm test', { outcome: 'deny' }),
    asked('npm run build', { outcome: 'allow-once' }),
  ];
  expect(rehearse('npm test', history)).toMatchObject({
    commands: 4,
    matched: 3,
    nowAllowed: 3,
    nowDenied: 0,
    deniedByPerson: 1,
    examples: [
      { command: 'npm test', count: 2, lastAtMs: T0 + 2, before: 'ask', after: 'allow', answer: 'allowed' },
      { command: 'npm test', count: 1, lastAtMs: T0, before: 'ask', after: 'allow', answer: 'denied' },
    ],
  });
});

it('counts a command that was allowed before as matched, but not as changed', () => {
  expect(rehearse('git status', [past('git status', { decision: 'allow' })])).toMatchObject({
    matched: 1,
    nowAllowed: 0,
    examples: [{ before: 'allow', after: 'allow' }],
  });
});

it('never lets a rule allow what the policy denied', () => {
  expect(rehearse('git push', [past('git push', { decision: 'deny' })])).toMatchObject({ matched: 1, nowAllowed: 0 });
});

it('needs a rule for each program of a line that requires approval', () => {
  const program = (line: string, decision: 'allow' | 'ask') => {
    const words = line.split(' ');
    return {
      program: words[0] ?? '',
      words,
      decision,
      reason: 'x',
      ...(decision === 'ask' ? { suggestedRule: words } : {}),
    };
  };
  const line = past('npm test && git push | tail', {
    programs: [program('npm test', 'ask'), program('git push', 'ask'), program('tail', 'allow')],
  });
  expect(rehearse('npm test', [line])).toMatchObject({ matched: 1, nowAllowed: 0 });
  const drafts = [
    ['npm', 'test'],
    ['git', 'push'],
  ].map((words) => ({ effect: 'allow' as const, words }));
  expect(rehearse('', [line], { drafts })).toMatchObject({ matched: 1, nowAllowed: 1 });
  expect(rehearse('npm test', [line], { rules: [{ effect: 'allow', words: ['git', 'push'] }] })).toMatchObject({
    nowAllowed: 1,
  });
});

it('does not allow a command for which no rule was possible', () => {
  expect(rehearse('cat *', [past('cat notes')])).toMatchObject({ matched: 1, nowAllowed: 0 });
});

it('shows what a deny rule would have stopped, anywhere in a line', () => {
  const history = [
    past('npm test && rm -rf build', { decision: 'allow' }),
    asked('rm notes', { outcome: 'allow-once' }),
    past('ls', { decision: 'allow' }),
  ];
  expect(rehearse('deny rm *', history)).toMatchObject({ commands: 3, matched: 2, nowDenied: 2, nowAllowed: 0 });
});

it('shows at most ten examples, changed commands first', () => {
  const same = Array.from({ length: 12 }, (_, index) =>
    past(`ls ${index}`, { decision: 'allow', ts: T0 + 100 + index }),
  );
  const { examples, matched } = rehearse('ls *', [...same, asked('ls notes')]);
  expect([matched, examples.length, examples[0]?.command, examples[1]?.command]).toEqual([13, 10, 'ls notes', 'ls 11']);
});
