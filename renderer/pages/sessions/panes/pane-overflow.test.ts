import { expect, it } from 'vitest';
import { countHidden, scrollToShow } from './pane-overflow.ts';

it('counts the panes that are out of view', () => {
  expect([countHidden(1, 200), countHidden(2, 760), countHidden(3, 1140)]).toEqual([0, 0, 0]);
  expect([countHidden(2, 759), countHidden(4, 1124), countHidden(3, 100)]).toEqual([1, 2, 2]);
  expect(countHidden(3, 0), 'not measured yet').toBe(0);
});

it('scrolls no further than it takes to show the whole pane', () => {
  const view = { start: 100, size: 1000 };
  expect(scrollToShow({ start: 200, size: 380 }, view)).toBe(100);
  expect(scrollToShow({ start: 40, size: 380 }, view)).toBe(40);
  expect(scrollToShow({ start: 900, size: 380 }, view)).toBe(280);
  expect(scrollToShow({ start: 500, size: 1200 }, view), 'wider than the view').toBe(500);
});
