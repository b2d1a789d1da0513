// Proves: PP-1
import { describe, expect, it } from 'vitest';
import {
  closeCoveringInspector,
  closePane,
  createLayout,
  focusBy,
  reopenPane,
  resizePane,
  showSession,
  splitRight,
  toggleInspector,
  type Layout,
} from './layout.ts';
import type { TextStorage } from './storage.ts';

let next = 0;
const id = (): string => `p${(next += 1)}`;
const memory = (): TextStorage => {
  const map = new Map<string, string>();
  return {
    get: (key) => map.get(key),
    set: (key, value) => void map.set(key, value),
    remove: (key) => void map.delete(key),
    keys: () => [...map.keys()],
  };
};
const start = (): Layout => createLayout(memory()).getState();
const keys = (layout: Layout): readonly string[] => layout.panes.map((pane) => pane.key);
const whole = (layout: Layout): number => layout.panes.reduce((sum, pane) => sum + pane.share, 0);

describe('panes', () => {
  it('show a session in the focused pane, or focus the pane that already shows it', () => {
    const two = splitRight(showSession(start(), 'a', id), 'b', id);
    expect(keys(two)).toEqual(['a', 'b']);
    const back = showSession(two, 'a', id);
    expect(back.focused).toBe(two.panes[0]?.id);
    expect(keys(showSession(back, 'c', id))).toEqual(['c', 'b']);
  });

  it('open again at their old place when a deletion is undone', () => {
    const layout = ['b', 'c'].reduce((now, key) => splitRight(now, key, id), showSession(start(), 'a', id));
    const pane = layout.panes[1];
    if (pane === undefined) expect.fail();
    const again = reopenPane(closePane(layout, pane.id), pane, 1);
    expect([keys(again), again.focused]).toEqual([['a', 'b', 'c'], pane.id]);
    expect(whole(again)).toBeCloseTo(1);
    expect(keys(reopenPane(again, pane, 1)), 'already open').toEqual(['a', 'b', 'c']);
    expect(reopenPane(start(), pane, 4)).toMatchObject({ panes: [{ key: 'b', share: 1 }], focused: pane.id });
  });

  it('fill the width after a split, resize, or close', () => {
    let layout = showSession(start(), 'a', id);
    for (const key of ['b', 'c', 'd']) layout = splitRight(layout, key, id);
    expect(whole(layout)).toBeCloseTo(1);
    layout = resizePane(layout, layout.panes[0]?.id ?? '', 5);
    expect(whole(layout)).toBeCloseTo(1);
    expect(layout.panes.every((pane) => pane.share > 0)).toBe(true);
    layout = closePane(layout, layout.panes[1]?.id ?? '');
    expect(whole(layout)).toBeCloseTo(1);
  });

  it('focus a neighbor when the focused one closes', () => {
    const two = splitRight(showSession(start(), 'a', id), 'b', id);
    const one = closePane(two, two.focused ?? '');
    expect(keys(one)).toEqual(['a']);
    expect(one.focused).toBe(one.panes[0]?.id);
    expect(closePane(one, one.focused ?? '').panes).toEqual([]);
  });

  it('cycle by keyboard', () => {
    const two = splitRight(showSession(start(), 'a', id), 'b', id);
    expect(focusBy(two, 1).focused).toBe(two.panes[0]?.id);
    expect(focusBy(two, -1).focused).toBe(two.panes[0]?.id);
  });
});

it('are restored after a reload, even from a damaged record', () => {
  const storage = memory();
  createLayout(storage).setState((layout) => splitRight(showSession(layout, 'a', id), 'b', id));
  expect(keys(createLayout(storage).getState())).toEqual(['a', 'b']);
  storage.set('gatehouse.layout', '{"panes":[{}],');
  expect(createLayout(storage).getState().panes).toEqual([]);
});

it.each([
  { screen: 'a phone', covers: true, staysOpen: false },
  { screen: 'a desktop', covers: false, staysOpen: true },
])('leave the inspector open on $screen: $staysOpen, when another session is shown', ({ covers, staysOpen }) => {
  const layout = createLayout(memory());
  const stop = closeCoveringInspector(layout, () => covers);
  layout.setState((state) => showSession(state, 'a', id));
  layout.setState((state) => toggleInspector(state, 'files'));
  layout.setState((state) => showSession(state, 'a', id));
  expect(layout.getState().inspectorOpen).toBe(true);
  layout.setState((state) => showSession(state, 'b', id));
  expect(layout.getState().inspectorOpen).toBe(staysOpen);
  stop();
});
