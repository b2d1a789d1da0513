// Proves: AP-3
import { describe, expect, it } from 'vitest';
import { denies, denyRuleProblem } from './deny-rules.ts';

const words = (line: string): readonly string[] => line.split(' ');

describe('a deny rule', () => {
  it.each([
    ['rm *', 'rm -rf build'],
    ['rm *', 'rm'],
    ['rm *', '/bin/rm x'],
    ['rm *', 'RM.EXE x'],
    ['git push *', 'git push --force origin main'],
    ['git push *', 'git -C sub --no-pager push origin'],
    ['npm publish *', 'npm --silent publish'],
    ['git push', 'git push'],
    ['sudo *', 'sudo -u root ls'],
    ['./deploy.sh', './deploy.sh'],
  ])('%s matches %s', (rule, command) => {
    expect(denies(words(rule), words(command))).toBe(true);
  });

  it.each([
    ['rm *', 'rmdir x'],
    ['git push', 'git push origin'],
    ['git push *', 'git log push'],
    ['git push *', 'git commit -m push'],
    ['npm publish *', 'npm run publish'],
    ['*', 'ls'],
  ])('%s does not match %s', (rule, command) => {
    expect(denies(words(rule), words(command))).toBe(false);
  });

  it('can name what an allow rule must not: shells, wrappers, and any arguments of any program', () => {
    for (const line of ['sh *', 'sudo *', 'npx *', 'curl *', 'git push *', 'env']) {
      expect(denyRuleProblem(words(line))).toBeUndefined();
    }
  });

  it('can neither match every command nor contain hidden characters', () => {
    expect(denyRuleProblem([])).toBe('a rule needs at least one word');
    expect(denyRuleProblem(['*'])).toBe('a rule cannot match every command');
    expect(denyRuleProblem(['rm', '*', 'x'])).toBe('* is allowed only as the last word');
    expect(denyRuleProblem(['rm\u200B'])).toBe('a word is empty or contains hidden characters');
  });
});
