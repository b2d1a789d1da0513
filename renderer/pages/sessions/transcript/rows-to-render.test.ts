import { expect, it } from 'vitest';

import { listRowsToRender } from './rows-to-render.ts';

const heights = (list: readonly number[]) => (index: number) => list[index] ?? 0;

it('renders rows beside those in view up to a height', () => {
  const all = heights(Array.from({ length: 100 }, () => 100));
  expect(listRowsToRender({ startIndex: 50, endIndex: 52, count: 100 }, all)).toEqual([
    45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57,
  ]);
});

it('renders a tall row only if it is next', () => {
  const all = heights([2_000, 30, 85, 2_000, 30]);
  expect(listRowsToRender({ startIndex: 3, endIndex: 4, count: 5 }, all)).toEqual([1, 2, 3, 4]);
  expect(listRowsToRender({ startIndex: 1, endIndex: 2, count: 5 }, all)).toEqual([0, 1, 2, 3]);
});

it('stays within the list', () => {
  expect(listRowsToRender({ startIndex: 0, endIndex: 0, count: 1 }, heights([10]))).toEqual([0]);
});
