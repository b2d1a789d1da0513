// Proves: AP-3
import { describe, expect, it } from 'vitest';
import { COVERED_LINES, UNCOVERED_LINES } from '#tests/support/core/command-samples.ts';
import { covers, ruleProblem, suggestRule } from './rules.ts';
import { parseSimple } from './shell/parse-shell.ts';

describe('a rule', () => {
  it.each([
    [[]],
    [['*']],
    [['']],
    [['ls', '']],
    [['ls', '*', 'x']],
    [['sh']],
    [['bash']],
    [['sh', '*']],
    [['node']],
    [['env']],
    [['env', '*']],
    [['timeout', '5', '*']],
    [['xargs', '*']],
    [['sudo', '*']],
    [['npx', '*']],
    [['npx']],
    [['npm', 'exec', '*']],
    [['sh', '-c', 'ls']],
    [['bash', '-lc', '*']],
    [['node', '-e', '*']],
    [['python3', '-c', 'x']],
    [['timeout', '5', 'sh', '-c', 'x']],
    [['timeout', '5', 'bash']],
    [['env', 'X=1', 'python3']],
    [['./x']],
    [['/bin/ls', '*']],
    [['X=1', 'ls']],
    [['eval', '*']],
    [['cd', '*']],
    [['rg', '--pre', '*']],
    [['git', '-c', '*']],
    [['ls\u200b']],
    [['gh', '*']],
    [['kubectl', '*']],
    [['npm', 'install', '*']],
    [['git', 'commit', '*']],
    [['cargo', 'run', '*']],
    [['prettier', '--config', '*']],
    [['tail', '-n', '*']],
    [['awk', '*']],
    [['docker', 'run', '*']],
    [['git', 'config', '*']],
    [['git', 'x']],
    [['git', '-c', 'core.pager=x', 'log']],
    [['timeout', '5', 'git', 'x']],
    [['cp', 'hook', '.git/hooks/post-commit']],
    [['tee', '-a', '.BASHRC']],
    [['dd', 'if=hook', 'of=.husky/pre-push']],
    [['tar', '-C.git/hooks', '-xf', 'a.tar']],
    [['grep', '-R', '*']],
    [['rg', '-L', '*']],
    [['ls', '-L', '*']],
    [['timeout', '5', 'npm', 'test', '*']],
    [['awk', 'x']],
  ])('%j is rejected', (words) => {
    expect(ruleProblem(words)).toBeTypeOf('string');
  });

  it.each([
    [['ls', '*']],
    [['git', 'status']],
    [['git', 'log', '*']],
    [['npm', 'test']],
    [['wc', '-l', '*']],
    [['timeout', '5', 'npm', 'test']],
    [['node', 'build.js']],
    [['node', '*']],
    [['python3', '*']],
    [['git', 'commit', '-m', '*']],
    [['make', 'all']],
    [['make', '*']],
    [['find', '*']],
    [['sed', '*']],
    [['npm', 'run', '*']],
    [['go', 'test', '*']],
    [['python3', '-m', 'pytest', '*']],
    [['rm', '*']],
    [['prettier', '*']],
    [['git', '-C', 'sub', '--no-pager', 'log']],
    [['git', 'commit', '-m', 'x']],
    [['npm', 'exec', 'eslint']],
    [['cat', '.github/workflows/ci.yml']],
    [['ls', '-la', '*']],
    [['tail', '-20', '*']],
    [['grep', '-rn', '*']],
  ])('%j can be stored', (words) => {
    expect(ruleProblem(words)).toBeUndefined();
  });

  it.each([
    ['ls', ['ls']],
    ['ls src', ['ls', '*']],
    ['ls -la src', ['ls', '-la', '*']],
    ['cat a.txt', ['cat', '*']],
    ['git status', ['git', 'status']],
    ['git log main', ['git', 'log', '*']],
    ['git log --oneline main', ['git', 'log', '--oneline', '*']],
    ['npm test', ['npm', 'test']],
    ['npm install left-pad', ['npm', 'install', 'left-pad']],
    ['rm a', ['rm', 'a']],
    ['node build.js', ['node', 'build.js']],
    ['cat /etc/hosts', ['cat', '/etc/hosts']],
  ])('for %j is suggested as narrowly as useful', (line, words) => {
    expect(suggestRule(splitWords(line))).toEqual(words);
  });

  it.each(['sh -c ls', 'node -e 1', 'env', 'sudo bash', './x', 'cd src', 'X=1 ls', 'python3'])(
    'for %j is not suggested',
    (line) => {
      expect(suggestRule(splitWords(line))).toBeUndefined();
    },
  );

  it('that is suggested always covers its original line', () => {
    for (const line of [...COVERED_LINES, ...UNCOVERED_LINES]) {
      const words = parseSimple(line);
      const suggested = words === undefined ? undefined : suggestRule(words);
      if (suggested !== undefined) expect(covers(suggested, splitWords(line))).toBe(true);
    }
  });
});

function splitWords(line: string): readonly string[] {
  return parseSimple(line) ?? [];
}

describe('a program named like an object property', () => {
  it.each(['constructor', 'toString x', '__proto__ y', 'hasOwnProperty'])('%s is treated like any other', (line) => {
    expect(suggestRule(line.split(' '))?.[0]).toBe(line.split(' ')[0]);
  });
});
