// Proves: AP-3
import { expect, it } from 'vitest';
import type { ApprovalSubject } from '#contract/sessions/session-events.ts';
import type { CommandProgram } from '#contract/types/command-program.ts';
import { proposeRules } from './propose-rules.ts';

function subject(fields: Partial<ApprovalSubject>): ApprovalSubject {
  return { tool: 'exec', command: 'x', cwd: '/w', sandbox: 'host', reason: 'no rule', risks: [], ...fields };
}

function program(line: string, fields: Partial<CommandProgram> = {}): CommandProgram {
  const words = line.split(' ');
  return {
    program: words[0] ?? '',
    words,
    decision: 'ask',
    reason: 'No rule covers it.',
    suggestedRule: words,
    ...fields,
  };
}

const lines = (given: ApprovalSubject) =>
  proposeRules({ argv: given.command.split(' '), ...given }).map(({ kind, scope, rules }) => [
    kind,
    scope,
    ...rules.map((words) => words.join(' ')),
  ]);

it('offers the exact command for the session, the project, and the agent', () => {
  expect(lines(subject({ command: 'npm test', suggestedRule: ['npm', 'test'] }))).toEqual([
    ['exact', 'session', 'npm test'],
    ['exact', 'workspace', 'npm test'],
    ['exact', 'agent', 'npm test'],
  ]);
});

it('offers any files of a program that only reads, instead of the agent', () => {
  expect(lines(subject({ command: 'git log README.md', suggestedRule: ['git', 'log', '*'] }))).toEqual([
    ['exact', 'session', 'git log README.md'],
    ['exact', 'workspace', 'git log README.md'],
    ['open', 'workspace', 'git log *'],
  ]);
});

it('offers one rule for each program that requires approval', () => {
  const programs = [
    program('npm test'),
    program('tail -n 20', { decision: 'allow' }),
    program('git push'),
    program('npm test'),
  ];
  expect(lines(subject({ command: 'npm test | tail -n 20 && git push && npm test', programs }))[0]).toEqual([
    'exact',
    'session',
    'npm test',
    'git push',
  ]);
});

it('offers nothing if a program is denied, or no rule can cover it', () => {
  const { suggestedRule: _, ...uncoverable } = program('sh -c x');
  expect(lines(subject({ programs: [program('npm test'), uncoverable] }))).toEqual([]);
  expect(lines(subject({ programs: [program('npm test'), program('rm x', { decision: 'deny' })] }))).toEqual([]);
  expect(lines(subject({ command: 'echo $HOME' }))).toEqual([]);
});
