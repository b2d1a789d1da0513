import { expect, test } from 'vitest';
import { detectFormat, findUsualEnding, keepFormat, keepLineEndings } from './line-endings.ts';

test('describes line endings and the byte order mark', () => {
  expect(detectFormat('a\nb\n')).toEqual({ endings: '\n', hasMark: false });
  expect(detectFormat('\ufeffa\r\nb\r\n')).toEqual({ endings: '\r\n', hasMark: true });
  expect(detectFormat('a\rb')).toEqual({ endings: '\r', hasMark: false });
  expect(detectFormat('a\r\nb\n')).toEqual({ endings: 'mixed', hasMark: false });
  expect(detectFormat('a')).toEqual({ endings: undefined, hasMark: false });
  expect(findUsualEnding('a\r\nb\nc\r\n')).toBe('\r\n');
  expect(findUsualEnding('one line')).toBeUndefined();
});

test('gives every line the ending of the text that is replaced', () => {
  expect(keepFormat('a\r\nb\r\n', 'a\nB\nc\n')).toBe('a\r\nB\r\nc\r\n');
  expect(keepFormat('a\r\nb\r\n', 'a\r\nB\nc')).toBe('a\r\nB\r\nc');
  expect(keepFormat('a\nb\n', 'a\r\nB\r\n')).toBe('a\nB\n');
  expect(keepFormat('a\rb\r', 'a\nB\n')).toBe('a\rB\r');
});

test('keeps the new endings if the old text has none', () => {
  expect(keepFormat('', 'a\r\nb\n')).toBe('a\r\nb\n');
  expect(keepFormat('a', 'a\r\nb\r\n')).toBe('a\r\nb\r\n');
});

test('keeps the endings of unchanged lines in a text with several kinds', () => {
  const before = 'one\r\ntwo\nthree\r\nfour\n';
  expect(keepFormat(before, 'one\ntwo\nthree\nfour\n')).toBe(before);
  expect(keepFormat(before, 'zero\none\ntwo\n2.5\nthree\nfour\n')).toBe('zero\r\none\r\ntwo\n2.5\r\nthree\r\nfour\n');
  expect(keepFormat(before, 'one\nTWO\nthree\nfour')).toBe('one\r\nTWO\nthree\r\nfour');
  expect(keepFormat('one\r\ntwo\nend', 'one\ntwo\nend\n')).toBe('one\r\ntwo\nend\r\n');
});

test('keeps the endings at both ends of a text that changed too much to compare', () => {
  const old = Array.from({ length: 3_000 }, (_, at) => `old ${at}`).join('\n');
  const fresh = Array.from({ length: 3_000 }, (_, at) => `new ${at}`).join('\n');
  const kept = keepFormat(`first\r\n${old}\nlast\r\n`, `first\n${fresh}\nlast\n`);
  expect(kept).toBe(`first\r\n${fresh}\nlast\r\n`);
});

test('keeps the byte order mark, and adds none', () => {
  expect(keepFormat('\ufeffa\r\n', 'b\n')).toBe('\ufeffb\r\n');
  expect(keepFormat('\ufeffa\n', '\ufeffb\n')).toBe('\ufeffb\n');
  expect(keepFormat('a\n', 'b\n')).toBe('b\n');
  expect(keepFormat('\ufeffone\r\ntwo\n', 'one\ntwo\n')).toBe('\ufeffone\r\ntwo\n');
});

test('treats a carriage return within a line as text', () => {
  expect(keepFormat('10%\r20%\ndone\n', '10%\r30%\ndone\n')).toBe('10%\r30%\ndone\n');
  expect(keepLineEndings('10%', '10%\r30%', '\n')).toBe('10%\r30%');
});

test('gives a part without line endings those of the whole text', () => {
  expect(keepLineEndings('b', 'b\nc', '\r\n')).toBe('b\r\nc');
  expect(keepLineEndings('a\nb\n', 'a\r\nc\r\n', '\r\n')).toBe('a\nc\n');
  expect(keepLineEndings('b', 'b\nc', undefined)).toBe('b\nc');
});
