import { expect, test } from 'vitest';
import {
  escapeHidden,
  escapeHiddenInLine,
  hasControlCharacter,
  hasInvisibleCharacter,
  removeHidden,
} from './hidden-characters.ts';

test('escapes control, zero-width, and direction characters', () => {
  expect(escapeHidden('ls\u202e \u0007x\u200b\u{e0041}')).toBe('ls\\u{202e} \\u{7}x\\u{200b}\\u{e0041}');
});

test('keeps visible text, tabs, and line breaks', () => {
  expect(escapeHidden('a\tb\nc é 漢 😀')).toBe('a\tb\nc é 漢 😀');
});

test('keeps joined emoji, and escapes their parts anywhere else', () => {
  expect(escapeHidden('❤️ 👩‍👩‍👧 👍🏽')).toBe('❤️ 👩‍👩‍👧 👍🏽');
  expect(escapeHidden('a\u200db\ufe0f')).toBe('a\\u{200d}b\\u{fe0f}');
});

test('escapes blank characters and halves of characters', () => {
  expect(escapeHidden('a\u3164b\u2800c\ud83d')).toBe('a\\u{3164}b\\u{2800}c\\u{d83d}');
});

test('removes what a title must not contain', () => {
  expect(removeHidden(' \u001b[31mFix\u001b[0m\n\tthe \u202ebug\u0007\u200b\u2066 ')).toBe('Fix the bug');
  expect(removeHidden('می\u200cخواهم ❤️ 👩‍👩‍👧')).toBe('می\u200cخواهم ❤️ 👩‍👩‍👧');
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
