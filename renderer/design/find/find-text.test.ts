import { expect, it } from 'vitest';
import { compileFind, findPlaces } from './find-text.ts';

it('ignores case unless it is asked to match it', () => {
  expect(compileFind({ query: ' parse ', matchesCase: false })('The Parser')).toBe(true);
  expect(compileFind({ query: 'parse', matchesCase: true })('The Parser')).toBe(false);
  expect(compileFind({ query: 'Parse', matchesCase: true })('The Parser')).toBe(true);
});

it('finds nothing for an empty query', () => {
  expect(compileFind({ query: '  ', matchesCase: false })('anything')).toBe(false);
  expect(findPlaces('anything', { query: '', matchesCase: false })).toEqual([]);
});

it('returns each place of the text as it is written, also after characters that are longer in lower case', () => {
  expect(findPlaces('a-A-b', { query: 'a', matchesCase: false })).toEqual([
    [0, 1],
    [2, 3],
  ]);
  expect(findPlaces('\u0130 x X', { query: 'x', matchesCase: false })).toEqual([
    [2, 3],
    [4, 5],
  ]);
});
