import { describe, expect, it } from 'vitest';
import { cpuNow, expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { compileLinearPattern, PatternError } from './linear-pattern.ts';

const PATTERNS = [
  'abc',
  'a|b',
  'a*',
  'a+b',
  'a?b',
  '^a',
  'a$',
  '^$',
  '^a*$',
  '[abc]+',
  '[^abc]',
  '[a-c]x',
  '\\d+',
  '\\w\\s\\w',
  '\\bab\\b',
  '\\Ba',
  'a.b',
  '(ab)+',
  '(a|b)*c',
  '(?:ab){2}',
  'a{2,3}b',
  'a{2,}',
  'a{0}b',
  'x{',
  'a{b',
  '(?<n>a)b',
  'a+?b',
  '\\.',
  '\\[a\\]',
  '[\\]]',
  '[-a]',
  '[a-]',
  '\\x61',
  '(^a|b$)',
  '(a|ab)(c|bcd)',
  '[\\d-]+',
  '[^\\w]',
  'a\\/b',
  '()',
  '(|a)b',
  '^(a|b)+\\b',
  '[\\s\\S]c',
];
const LINES = [
  '',
  'a',
  'b',
  'ab',
  'abc',
  'aab',
  'aaab',
  'abab',
  'xaby',
  'a b',
  'a.b',
  '[a]',
  'a1 2b',
  'a/b',
  'cab',
  'ba',
  'x{',
  'a{b',
  'ab ab',
  ' ',
  '-',
  ']',
  '12-3',
  'abcd',
  'acbcd',
];

describe('linear pattern', () => {
  it.each(PATTERNS)('agrees with RegExp on %s', async (pattern) => {
    const test = await compileLinearPattern(pattern);
    const native = new RegExp(pattern);
    for (const line of LINES) expect([line, test(line)]).toEqual([line, native.test(line)]);
  });

  it('agrees with RegExp on thousands of random patterns', async () => {
    let seed = 42;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const pieces = ['a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(ab|b)', '\\w', '\\b', '^', '$', '(a*)', '(?:b+)'];
    const counts = ['', '', '', '*', '+', '?', '{2}', '{1,2}'];
    for (let round = 0; round < 3000; round += 1) {
      const pattern = Array.from({ length: 1 + random(4) }, () => {
        const piece = pieces[random(pieces.length)] ?? 'a';
        return /^(\\b|\^|\$)$/.test(piece) ? piece : piece + counts[random(counts.length)];
      }).join(random(6) === 0 ? '|' : '');
      const line = Array.from({ length: random(7) }, () => 'ab -'[random(4)]).join('');
      expect([pattern, line, (await compileLinearPattern(pattern))(line)]).toEqual([
        pattern,
        line,
        new RegExp(pattern).test(line),
      ]);
    }
  });

  it('ignores case when asked to', async () => {
    expect((await compileLinearPattern('(?i)straSSe [a-c]'))('STRASSE B')).toBe(true);
    expect((await compileLinearPattern('strasse'))('STRASSE')).toBe(false);
  });

  it.each([
    '(',
    ')',
    '[',
    'a**',
    '*a',
    '\\',
    '(?=a)',
    '(?!a)',
    '(?<=a)',
    '(?<!a)',
    '(a)\\1',
    '(?<a>b)\\k<a>',
    '\\u0061',
    '\\x6',
    'a{3,2}',
    'a{99999}',
    '[b-a]',
    'a++',
    '((((a{900}){900}){900}){900})',
    '(((){1000}){1000}){1000}',
    'x'.repeat(2000),
  ])('rejects %s with a reason, quickly', async (pattern) => {
    const times: number[] = [];
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const start = cpuNow();
      await expect(compileLinearPattern(pattern)).rejects.toThrow(PatternError);
      times.push(cpuNow() - start);
    }
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it.each([
    '(a+)+$',
    '(a|a)*$',
    '(a|aa)+$',
    '(.*a){12}$',
    '([a-z]+)*=',
    '(x+x+)+y',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(?:a?){30}a{30}',
    '[ax]*a[ax]{30}c',
  ])('stays within its time budget on the worst lines: %s', async (pattern) => {
    // The prefix holds every character a pattern could require, so that no shortcut rejects the line.
    const mixed = Array.from({ length: 20_000 }, (_, index) => ((index * index) % 7 < 3 ? 'a' : 'x')).join('');
    const test = await compileLinearPattern(pattern);
    const lines = ['a'.repeat(20_000), 'x'.repeat(20_000), mixed].map((text) => `bcy=Z ${text}!`);
    expectCpuTimeBelow(200, () => lines.map((line) => test(line)));
  });
});
