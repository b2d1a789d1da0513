import { expect, it } from 'vitest';
import { findPlace } from './use-reorder.ts';

it('places a row after those whose middle is above the pointer', () => {
  const others = [0, 40, 80].map((top) => ({ top, bottom: top + 36 }));
  expect([-10, 17, 19, 57, 59, 200].map((y) => findPlace(others, y))).toEqual([0, 0, 1, 1, 2, 3]);
  expect(findPlace([], 5)).toBe(0);
});
