// Proves: N-12
import { expect, it } from 'vitest';
import { isPlain, isWithinLimits } from './markdown-limits.ts';

it('accepts text that people and models write', () => {
  for (const text of [
    'Hello **you**',
    '> quoted\n> > twice',
    '- a\n  - b\n    - c',
    '-'.repeat(200),
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '~~gone~~ '.repeat(20),
  ]) {
    expect(isWithinLimits(text), text.slice(0, 20)).toBe(true);
  }
});

it('rejects text that would block the page while parsing', () => {
  const nested = Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth * 2)}- x`).join('\n');
  for (const text of [
    '> '.repeat(2_000),
    '>'.repeat(2_000),
    nested,
    '~~a'.repeat(3_000),
    '['.repeat(10_000),
    '- '.repeat(3_000),
    'word '.repeat(6_000),
  ]) {
    expect(isWithinLimits(text), text.slice(0, 20)).toBe(false);
  }
});

it("recognizes prose that doesn't need parsing", () => {
  for (const text of ['Hello you.', 'A (short) sentence, with signs: 50 % of it!', 'Ends with a dash -'])
    expect(isPlain(text), text).toBe(true);
  for (const text of [
    'a **b**',
    '# a',
    '- a',
    '1. a',
    '> a',
    'a\nb',
    'see www.x.org',
    'https://x.org',
    'a@b.c',
    'a | b',
    '&amp;',
    '<b>',
    '    code',
    'a_b',
  ]) {
    expect(isPlain(text), text).toBe(false);
  }
});
