import { describe, expect, it } from 'vitest';
import { cpuNow } from '#tests/support/cpu-time.ts';
import { compileLinearPattern } from './linear-pattern.ts';
import { PatternError } from './syntax.ts';

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
  '\\u0061',
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

describe('a linear pattern', () => {
  it.each(PATTERNS)('agrees with the platform on %s', (pattern) => {
    const ours = compileLinearPattern(pattern);
    const theirs = new RegExp(pattern);
    for (const line of LINES) expect([line, ours.test(line)]).toEqual([line, theirs.test(line)]);
  });

  it('agrees with the platform on thousands of random patterns', () => {
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
      expect([pattern, line, compileLinearPattern(pattern).test(line)]).toEqual([
        pattern,
        line,
        new RegExp(pattern).test(line),
      ]);
    }
  });

  it('ignores case when asked to', () => {
    expect(compileLinearPattern('(?i)straSSe [a-c]').test('STRASSE B')).toBe(true);
    expect(compileLinearPattern('strasse').test('STRASSE')).toBe(false);
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
    '\\k<a>',
    'a{3,2}',
    'a{99999}',
    '[b-a]',
    '\\p{L}',
    '\\x6',
    'a++',
    '((((a{900}){900}){900}){900})',
    '(((){1000}){1000}){1000}',
    '('.repeat(200) + ')'.repeat(200),
    'x'.repeat(2000),
  ])('is refused with a reason, at once: %s', (pattern) => {
    const start = cpuNow();
    expect(() => compileLinearPattern(pattern)).toThrow(PatternError);
    expect(cpuNow() - start).toBeLessThan(50);
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
  ])('stays under its time budget on the worst lines: %s', (pattern) => {
    const compiled = compileLinearPattern(pattern);
    const start = cpuNow();
    compiled.test(`${'a'.repeat(20_000)}!`);
    compiled.test(`${'x'.repeat(20_000)}!`);
    expect(cpuNow() - start).toBeLessThan(200);
  });
});
