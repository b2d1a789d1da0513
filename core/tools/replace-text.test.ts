import { expect, it } from 'vitest';
import { replaceText, type Replacement } from './replace-text.ts';

const replace = (content: string, oldText: string, newText: string, more: Partial<Replacement> = {}) =>
  replaceText(content, { oldText, newText, all: false, ...more });

it('replaces text that occurs once', () => {
  expect(replace('one two', 'two', 'three')).toEqual({ content: 'one three', count: 1, isLoose: false });
  expect(replace('one two', 'four', 'x')).toEqual({ content: undefined, count: 0 });
  expect(replace('a a', 'a', 'b')).toEqual({ content: undefined, count: 2 });
  expect(replace('a a', 'a', 'b', { all: true })).toMatchObject({ content: 'b b', count: 2 });
});

it('finds text with other line endings, and writes those of the file', () => {
  expect(replace('a\r\nb\r\nc\r\n', 'a\nb', 'a\nB\nb')).toMatchObject({
    content: 'a\r\nB\r\nb\r\nc\r\n',
    isLoose: false,
  });
  expect(replace('a\nb\n', 'a\r\nb', 'x\r\ny')).toMatchObject({ content: 'x\ny\n' });
  expect(replace('a\r\nb\nc\n', 'a\nb\nc', 'a\nB\nc')).toMatchObject({ content: 'a\r\nB\nc\n' });
  expect(replace('x\r\ny\nx\r\ny\r\n', 'x\ny', 'z', { all: true })).toMatchObject({ content: 'z\nz\r\n', count: 2 });
});

it('finds text in another Unicode form or with other spaces if there is no exact match', () => {
  const nfd = 'Die Abscha\u0308tzung\u00a0hier';
  expect(replace(nfd, 'Abschätzung hier', 'Schätzung')).toEqual({ content: 'Die Schätzung', count: 1, isLoose: true });
  expect(replace('ä a\u0308', 'ä', 'x')).toEqual({ content: 'x a\u0308', count: 1, isLoose: false });
  expect(replace('a\u0308 a\u0308', 'ä', 'x')).toEqual({ content: undefined, count: 2 });
  expect(replace('\u1112\u1161\u11ab\r\n', '한', '글')).toMatchObject({ content: '글\r\n', isLoose: true });
});

it('never replaces part of a character', () => {
  expect(replace('a\u0308', 'a', 'x')).toMatchObject({ content: 'x\u0308' });
  expect(replace('q\u0323\u0307', 'q\u0307', 'x')).toEqual({ content: undefined, count: 0 });
});
