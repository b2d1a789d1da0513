import { expect, test } from 'vitest';
import { takeEnd, takeFirst, takeStart, truncateLine, truncateText } from './truncate-text.ts';

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

test('keeps characters of several code points whole', () => {
  expect(truncateText('a👩‍👩‍👧bcdefg', 6)).toBe('a…');
  expect(truncateText('🇩🇪🇫🇷🇯🇵', 6)).toBe('🇩🇪…');
  expect(takeStart('🇩🇪'.repeat(100), 299)).toBe('🇩🇪'.repeat(74));
  expect(truncateText('e\u0301e\u0301e\u0301', 4)).toBe('e\u0301…');
  expect(takeStart('ab\r\ncd', 3)).toBe('ab');
});

test('takes the start or the end of a text without an ellipsis', () => {
  expect(takeStart('abcdef', 3)).toBe('abc');
  expect(takeStart('ab😀', 3)).toBe('ab');
  expect(takeStart('ab', 0)).toBe('');
  expect(takeEnd('abcdef', 2)).toBe('ef');
  expect(takeEnd('😀ab', 3)).toBe('ab');
  expect(takeEnd('ab👍🏽c', 3)).toBe('c');
});

test('takes the first character', () => {
  expect(['Ada', '👩‍👩‍👧 x', 'e\u0301a', ''].map(takeFirst)).toEqual(['A', '👩‍👩‍👧', 'e\u0301', '']);
});

test('splits a character that never ends, but no surrogate pair', () => {
  expect(truncateText(`a${'\u0301'.repeat(1_000)}`, 500)).toHaveLength(500);
  const tags = '\u{e0061}'.repeat(500);
  for (const length of [300, 301]) expect(takeStart(`🏴${tags}`, length).isWellFormed()).toBe(true);
  for (const length of [300, 301]) expect(takeEnd(`🏴${tags}`, length).isWellFormed()).toBe(true);
});
