// Proves: PP-1
import { expect, it } from 'vitest';
import { placePanes } from '../../../state/pane-boxes.ts';
import { insertPane } from '../../../state/pane-tree.ts';
import { findDrop } from './pane-drag.ts';

const AREA = { width: 1001, height: 800 };
const TWO = placePanes(insertPane('a', 'b', { beside: ['a'], side: 'right', share: 0.5 }), AREA, []);

it('splits a pane at its sides, and takes its place in the middle', () => {
  const at = (x: number, y: number) => findDrop(TWO, AREA, { x, y })?.target;
  expect(at(250, 400)).toEqual({ kind: 'pane', id: 'a' });
  expect(at(400, 400)).toEqual({ kind: 'side', side: 'right', beside: ['a'] });
  expect(at(600, 400)).toEqual({ kind: 'side', side: 'left', beside: ['b'] });
  expect(at(750, 100)).toEqual({ kind: 'side', side: 'top', beside: ['b'] });
  expect(at(750, 700)).toEqual({ kind: 'side', side: 'bottom', beside: ['b'] });
});

it('goes next to all panes at the edge of the area', () => {
  const drop = findDrop(TWO, AREA, { x: 500, y: 795 });
  expect(drop).toMatchObject({ target: { side: 'bottom', beside: ['a', 'b'] }, box: { left: 0, width: 1001 } });
  const alone = placePanes('a', AREA, []);
  expect(findDrop(alone, AREA, { x: 500, y: 795 })?.target).toEqual({ kind: 'side', side: 'bottom', beside: ['a'] });
});

it('has no target where the pane already is', () => {
  expect([250, 400, 100].map((x) => findDrop(TWO, AREA, { x, y: 400 }, 'a'))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(findDrop(TWO, AREA, { x: 750, y: 400 }, 'a')?.target).toEqual({ kind: 'pane', id: 'b' });
  expect(findDrop(TWO, AREA, { x: 2_000, y: 400 })).toBeUndefined();
});

it('goes next to all tabs of a place', () => {
  const narrow = { width: 700, height: 800 };
  const tabs = placePanes(insertPane('a', 'b', { beside: ['a'], side: 'right', share: 0.5 }), narrow, ['a']);
  expect(findDrop(tabs, narrow, { x: 350, y: 700 }, 'b')?.target).toEqual({
    kind: 'side',
    side: 'bottom',
    beside: ['a'],
  });
  expect(findDrop(tabs, narrow, { x: 350, y: 700 })?.target).toEqual({
    kind: 'side',
    side: 'bottom',
    beside: ['a', 'b'],
  });
});
