import { expect, test } from 'vitest';
import { truncateLine, truncateText } from './truncate-text.ts';

test('keeps text that fits', () => {
  expect(truncateText('', 4)).toBe('');
  expect(truncateText('four', 4)).toBe('four');
});

test('truncates longer text to the maximum length, including the ellipsis', () => {
  expect(truncateText('fifth', 4)).toBe('fif…');
});

test('never splits a surrogate pair', () => {
  expect(truncateText('ab😀cd', 4)).toBe('ab…');
  expect(truncateText('a😀bcd', 4)).toBe('a😀…');
  expect(truncateText('😀😀😀', 2)).toBe('…');
});

test('keeps every prefix of well-formed text well-formed', () => {
  const text = 'a😀b👩‍👩‍👧é漢'.repeat(3);
  for (let length = 1; length <= text.length; length += 1) {
    const truncated = truncateText(text, length);
    expect(truncated.isWellFormed()).toBe(true);
    expect(truncated.length).toBeLessThanOrEqual(length);
  }
});

test('puts text on one line before truncating it', () => {
  expect(truncateLine('  first\n\tsecond  ', 20)).toBe('first second');
  expect(truncateLine('first\nsecond', 7)).toBe('first…');
  expect(truncateLine(`a${' '.repeat(1_000)}b`, 10)).toBe('a…');
});
