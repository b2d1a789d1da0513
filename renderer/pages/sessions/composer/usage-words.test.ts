import { expect, it } from 'vitest';
import { contextFill, costWords, tokenWords } from './usage-words.ts';

it('writes tokens and money short', () => {
  expect([0, 950, 1_000, 12_345, 250_000, 1_200_000].map(tokenWords)).toEqual([
    '0',
    '950',
    '1k',
    '12.3k',
    '250k',
    '1.2M',
  ]);
  expect([0, 0.0004, 0.0042, 0.25, 12].map(costWords)).toEqual(['$0', '< $0.001', '$0.004', '$0.25', '$12.00']);
});

it('warns at 80 and 95 percent of the context', () => {
  expect([10, 80, 95, 200].map((used) => contextFill(used, 100).level)).toEqual(['calm', 'high', 'full', 'full']);
  expect(contextFill(10, 0).part).toBe(0);
});
