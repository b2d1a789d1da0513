// Proves: N-12
import { expect, it } from 'vitest';
import { isPlain, isWithinLimits, takeSettled } from './markdown-limits.ts';

it('accepts text that people and models write', () => {
  for (const text of [
    'Hello **you**',
    '> quoted\n> > twice',
    '- a\n  - b\n    - c',
    '-'.repeat(200),
    '| a | b |\n|---|---|\n| 1 | 2 |',
    '~~gone~~ '.repeat(20),
    `| a | b |\n|---|---|\n${'| a cell | another **cell** with some words |\n'.repeat(500)}`,
    `- Run:\n  \`\`\`js\n${'  const some_name = list[0]; // ---------\n  -------------------------------------------- x\n'.repeat(400)}  \`\`\`\n`,
    `1. Run:\n\n   ~~~\n${`${' '.repeat(90)}x\n`.repeat(200)}   ~~~\n`,
    `- ${'some words of a long item\n  - nested item\n'.repeat(400)}`,
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
    // These aren't fences for the parser.
    `text\n      \`\`\`\n${'      a* b*\n'.repeat(4_000)}`,
    `-   a\n\ntext\n      \`\`\`\n${'      a* b*\n'.repeat(4_000)}`,
    `- a\n  \`\`\`\n${'a* b*\n'.repeat(4_000)}`,
  ]) {
    expect(isWithinLimits(text), text.slice(0, 20)).toBe(false);
  }
});

it('renders a long growing block in few steps, and all of it in the end', () => {
  const text = 'A line of a table | with cells\n'.repeat(1_500);
  const steps = new Set<string>();
  for (let end = 0; end < text.length; end += 20) steps.add(takeSettled(text.slice(0, end)));
  const long = [...steps].filter(({ length }) => length > 8_000);
  expect(long.length).toBeLessThan(80);
  for (const step of long) expect(text.startsWith(step)).toBe(true);
  expect(takeSettled('short | text')).toBe('short | text');
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
