import { expect, test } from 'vitest';
import { escapeHidden, escapeHiddenInLine, hasControlCharacter, hasInvisibleCharacter } from './hidden-characters.ts';

test('escapes control, zero-width, and direction characters', () => {
  expect(escapeHidden('ls\u202e \u0007x\u200b\u{e0041}')).toBe('ls\\u{202e} \\u{7}x\\u{200b}\\u{e0041}');
});

test('keeps visible text, tabs, and line breaks', () => {
  expect(escapeHidden('a\tb\nc é 漢 😀')).toBe('a\tb\nc é 漢 😀');
});

test('escapes tabs and line breaks on one line', () => {
  expect(escapeHiddenInLine('a\tb\nc\u2028')).toBe('a\\u{9}b\\u{a}c\\u{2028}');
});

test('distinguishes control characters from invisible ones', () => {
  expect(hasControlCharacter('a\tb\n')).toBe(false);
  expect(hasControlCharacter('a\u001b[0m')).toBe(true);
  expect(hasInvisibleCharacter('plain')).toBe(false);
  expect(hasInvisibleCharacter('a\ufeffb')).toBe(true);
});
