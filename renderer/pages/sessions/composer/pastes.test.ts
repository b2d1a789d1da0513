import { expect, it } from 'vitest';
import { countLines, isLongPaste, joinPastes } from './pastes.ts';

it('makes a chip of a text with many lines or many characters', () => {
  expect(isLongPaste('a\n'.repeat(30))).toBe(false);
  expect(isLongPaste('a\n'.repeat(300))).toBe(true);
  expect(isLongPaste('a'.repeat(3_001))).toBe(true);
  expect(countLines('a\r\nb\r\n')).toBe(2);
});

it('sends pasted texts in full, below what was typed', () => {
  const sent = joinPastes({ text: 'Explain this: ', images: [], pastes: ['one\n\n  two\n', 'three'] });
  expect(sent).toEqual({ text: 'Explain this:\n\none\n\n  two\n\n\nthree', images: [] });
  expect(joinPastes({ text: '', images: [], pastes: ['one'] }).text).toBe('one');
});
