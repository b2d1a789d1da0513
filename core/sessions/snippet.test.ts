import { expect, it } from 'vitest';
import { makeSnippet } from './snippet.ts';

it('starts and ends with whole characters', () => {
  const emoji = '😀'.repeat(200);
  for (const text of [`${emoji}needle${emoji}`, `a${emoji}needle${emoji}`]) {
    const snippet = makeSnippet(text, 'needle');
    expect(snippet).toContain('needle');
    expect(snippet).toMatch(/^…😀.*😀…$/u);
    expect(snippet.isWellFormed()).toBe(true);
  }
});

it('is one line without hidden characters', () => {
  expect(makeSnippet('one\n\u001b[31mtwo\u001b[0m \u202ethree\u0007', 'two')).toBe('one two three');
});
