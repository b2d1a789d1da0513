import { expect, it } from 'vitest';
import { contextFill } from './context-fill.ts';

it('warns at 80 and 95 percent of the context', () => {
  expect([10, 80, 95, 200].map((used) => contextFill(used, 100).level)).toEqual(['calm', 'high', 'full', 'full']);
  expect(contextFill(10, 0).part).toBe(0);
});
