import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { compileGlob } from './glob.ts';
import { judge, parseIgnoreRules } from './ignore-rules.ts';

describe('glob', () => {
  it.each([
    ['*.ts', 'a.ts', true],
    ['*.ts', 'deep/a.ts', true],
    ['*.ts', 'a.tsx', false],
    ['src/*.ts', 'src/a.ts', true],
    ['src/*.ts', 'src/b/a.ts', false],
    ['src/**/*.ts', 'src/a.ts', true],
    ['src/**/*.ts', 'src/b/c/a.ts', true],
    ['**/test', 'a/test', true],
    ['src/**', 'src/a/b', true],
    ['*.{ts,js}', 'a.js', true],
    ['{a,b}/{c,d}', 'b/c', true],
    ['a?c', 'abc', true],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['a\\*', 'a*', true],
    ['a\\*', 'ab', false],
    ['*a*b*', 'xaxbx', true],
    ['/top', 'top', true],
    ['/top', 'x/top', false],
  ])('%s on %s: %s', (pattern, file, expected) => {
    expect(compileGlob(pattern)(file)).toBe(expected);
  });

  it('is fast with worst-case input', () => {
    expectCpuTimeBelow(250, () => {
      compileGlob('*a'.repeat(100) + 'b')('a'.repeat(255));
      compileGlob('?*'.repeat(100) + 'b')('a'.repeat(255));
      compileGlob('[ab]*'.repeat(100) + 'c')('ab'.repeat(120));
      compileGlob('a**'.repeat(100) + 'b')('a'.repeat(255));
      compileGlob('**/a/'.repeat(60) + 'b')('a/'.repeat(200));
      compileGlob('**/*a*/'.repeat(60) + 'b')('aa/'.repeat(200));
      compileGlob('{a,b}'.repeat(60))('a');
      compileGlob('{1..9999}'.repeat(9))('a');
    });
  });
});

describe('ignore rules', () => {
  const rules = parseIgnoreRules(
    '# comment\n\n*.log\n!keep.log\n/build\ndocs/*.txt\ntemp/\nname with space \n**/cache/x\n\\#hash\r\n',
  );
  it.each([
    ['a.log', false, 'ignored'],
    ['deep/a.log', false, 'ignored'],
    ['keep.log', false, 'kept'],
    ['build', true, 'ignored'],
    ['src/build', true, undefined],
    ['docs/a.txt', false, 'ignored'],
    ['x/docs/a.txt', false, undefined],
    ['temp', true, 'ignored'],
    ['temp', false, undefined],
    ['a/temp', true, 'ignored'],
    ['name with space', false, 'ignored'],
    ['a/cache/x', false, 'ignored'],
    ['#hash', false, 'ignored'],
    ['src/a.ts', false, undefined],
  ])('%s (folder: %s) is %s', (file, isFolder, expected) => {
    expect(judge(rules, file, isFolder)).toBe(expected);
  });
});
