// Proves: PP-1
import { expect, it } from 'vitest';
import {
  closePane,
  focusSide,
  moveFocused,
  resizeSplit,
  showSession,
  splitRight,
  toggleMaximized,
  type Layout,
} from '../../../state/layout.ts';
import { createLayout } from '../../../state/layout-storage.ts';
import { memoryStorage } from '../../../state/testing/stand-ins.ts';
import { describeChange } from './pane-announcement.ts';

let next = 0;
const id = (): string => `p${(next += 1)}`;

it('says when panes open, close, move, or are maximized, and is silent about sizes and the focus', () => {
  const one = showSession(createLayout(memoryStorage()).getState(), 'a', id);
  const two = splitRight(one, 'b', id);
  const after = (edit: (layout: Layout) => Layout) => describeChange(two, edit(two));
  expect(describeChange(one, two)).toBe('Pane opened. 2 panes.');
  expect(after((layout) => closePane(layout, layout.focused ?? ''))).toBe('Pane closed. 1 pane.');
  expect(after((layout) => moveFocused(layout, 'left'))).toBe('Panes moved. Current pane: 1 of 2.');
  expect(after(toggleMaximized)).toBe('Pane maximized');
  expect(describeChange(toggleMaximized(two), two)).toBe('2 panes shown');
  expect(after((layout) => focusSide(layout, 'left'))).toBeUndefined();
  expect(after((layout) => resizeSplit(layout, [], [3, 1]))).toBeUndefined();
});
