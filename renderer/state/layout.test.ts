// Proves: PP-1
import { describe, expect, it } from 'vitest';
import { createLayout, readLayout } from './layout-storage.ts';
import {
  closeCoveringInspector,
  closePane,
  evenPanes,
  focusPane,
  focusSide,
  moveFocused,
  movePane,
  placeSession,
  rekeyPane,
  reopenLast,
  reopenPane,
  showSession,
  splitPane,
  splitRight,
  toggleInspector,
  toggleMaximized,
  type Layout,
} from './layout.ts';
import { listLeaves } from './pane-tree.ts';
import { memoryStorage } from './testing/stand-ins.ts';

let next = 0;
const id = (): string => `p${(next += 1)}`;
const start = (): Layout => createLayout(memoryStorage()).getState();
const keys = (layout: Layout): readonly string[] => layout.panes.map((pane) => pane.key);
const findId = (layout: Layout, key: string): string => layout.panes.find((pane) => pane.key === key)?.id ?? '';
const focused = (layout: Layout): string | undefined => layout.panes.find((pane) => pane.id === layout.focused)?.key;

/** The arrangement by session: `(a b)` is a row, `(a/b)` a column. */
function shape({ tree, panes }: Layout): string {
  const print = (part: Layout['tree']): string =>
    part === undefined || typeof part === 'string'
      ? (panes.find((pane) => pane.id === part)?.key ?? '')
      : `(${part.parts.map((inner) => print(inner.tree)).join(part.direction === 'row' ? ' ' : '/')})`;
  return print(tree);
}

/** `(a (b/c))`, with the focus in `c`. */
const grid = (): Layout => splitPane(splitRight(showSession(start(), 'a', id), 'b', id), 'bottom', 'c', id);

describe('panes', () => {
  it('show a session in the focused pane, or focus the pane that already shows it', () => {
    const two = splitRight(showSession(start(), 'a', id), 'b', id);
    expect(keys(two)).toEqual(['a', 'b']);
    const back = showSession(two, 'a', id);
    expect(focused(back)).toBe('a');
    expect(keys(showSession(back, 'c', id))).toEqual(['c', 'b']);
  });

  it('split to the right and down, and move a session that is already open', () => {
    expect([shape(grid()), focused(grid())]).toEqual(['(a (b/c))', 'c']);
    expect(shape(splitPane(grid(), 'left', 'd', id))).toBe('(a (b/(d c)))');
    expect(shape(splitRight(grid(), 'a', id))).toBe('(b/(c a))');
  });

  it('open again exactly where they were', () => {
    for (const key of ['a', 'b', 'c']) {
      const layout = grid();
      const again = reopenLast(closePane(layout, findId(layout, key)));
      expect([again.tree, focused(again), again.closed]).toEqual([layout.tree, key, []]);
    }
  });

  it('open again in the reverse order, even if their neighbors are gone', () => {
    let layout = grid();
    for (const key of ['a', 'b', 'c']) layout = closePane(layout, findId(layout, key));
    expect([layout.panes, layout.tree, layout.focused]).toEqual([[], undefined, undefined]);
    expect(reopenLast(layout)).toMatchObject({ panes: [{ key: 'c' }] });
    expect(shape(reopenLast(reopenLast(reopenLast(layout))))).toBe('(a (b/c))');
    const alone = showSession({ ...layout, panes: [], tree: undefined, focused: undefined }, 'd', id);
    expect(shape(reopenLast(alone)), 'no neighbor is left').toBe('(d c)');
    const open = reopenPane(grid(), { id: 'other', key: 'b' });
    expect([shape(open), focused(open)], 'already open').toEqual(['(a (b/c))', 'b']);
  });

  it('give their place and the focus to a neighbor when they are closed, to the one that was used last', () => {
    const layout = grid();
    expect(focused(closePane(layout, findId(layout, 'c')))).toBe('b');
    const back = focusPane(focusPane(layout, findId(layout, 'b')), findId(layout, 'a'));
    expect(focused(closePane(back, findId(back, 'a')))).toBe('b');
    expect(focused(closePane(layout, findId(layout, 'b'))), 'the focus stays').toBe('c');
  });

  it('get the focus by direction; in a row, from the last to the first', () => {
    const layout = grid();
    expect(focused(focusSide(layout, 'top'))).toBe('b');
    expect(focused(focusSide(layout, 'bottom'))).toBe('c');
    expect(focused(focusSide(layout, 'left'))).toBe('a');
    expect(focused(focusSide(layout, 'right'))).toBe('a');
    expect(focusSide(start(), 'left').focused).toBeUndefined();
  });

  it('move by direction: past their neighbor, or else to the edge', () => {
    expect(shape(moveFocused(grid(), 'top'))).toBe('(a (c/b))');
    expect(shape(moveFocused(grid(), 'left'))).toBe('(c (b/a))');
    expect(shape(moveFocused(grid(), 'bottom'))).toBe('((a b)/c)');
    expect(shape(moveFocused(grid(), 'right'))).toBe('(a b c)');
    expect(moveFocused(start(), 'left').panes).toEqual([]);
  });

  it('are dropped at a side of another one, at the edge, or in its place', () => {
    const layout = grid();
    const target = (side: 'left' | 'top', ...beside: readonly string[]) =>
      ({ kind: 'side', side, beside: beside.map((key) => findId(layout, key)) }) as const;
    expect(shape(movePane(layout, findId(layout, 'c'), target('top', 'a')))).toBe('((c/a) b)');
    expect(shape(movePane(layout, findId(layout, 'a'), { kind: 'pane', id: findId(layout, 'c') }))).toBe('(c (b/a))');
    expect(shape(placeSession(layout, 'd', target('top', 'a', 'b', 'c'), id))).toBe('(d/(a (b/c)))');
    expect(shape(placeSession(layout, 'd', { kind: 'pane', id: findId(layout, 'a') }, id))).toBe('(d (b/c))');
    expect(shape(movePane(layout, findId(layout, 'c'), target('left', 'c'))), 'onto itself').toBe('(a (b/c))');
  });

  it('are maximized until another one gets the focus, or a pane is opened or closed', () => {
    const layout = toggleMaximized(grid());
    expect([layout.maximized, toggleMaximized(layout).maximized]).toEqual([true, false]);
    expect(focusPane(layout, findId(layout, 'a')).maximized).toBe(false);
    expect(splitRight(layout, 'd', id).maximized).toBe(false);
    expect(closePane(layout, findId(layout, 'c')).maximized).toBe(false);
    expect(toggleMaximized(showSession(start(), 'a', id)).maximized, 'alone').toBe(false);
  });

  it('keep their place when a draft becomes a session', () => {
    const layout = rekeyPane(splitRight(grid(), 'draft:1', id), 'draft:1', 'd');
    expect(shape(layout)).toBe('(a (b/(c d)))');
    expect(evenPanes(layout).tree).toMatchObject({ parts: [{ share: 0.5 }, { share: 0.5 }] });
  });
});

describe('the stored layout', () => {
  it('is restored after a reload, also with what was closed', () => {
    const storage = memoryStorage();
    const before = grid();
    const layout = closePane(before, findId(before, 'a'));
    expect(layout.closed).toMatchObject([{ key: 'a' }]);
    createLayout(storage).setState({ ...layout, hidden: ['p1'] }, true);
    expect(createLayout(storage).getState()).toEqual({ ...layout, hidden: [] });
  });

  it('is that of the window; a new window starts with the last one', () => {
    const [shared, own] = [memoryStorage(), memoryStorage()];
    createLayout(shared, own).setState(grid());
    createLayout(shared, memoryStorage()).setState((layout) => showSession(layout, 'd', id));
    expect(shape(createLayout(shared, own).getState())).toBe('(a (b/c))');
    expect(shape(createLayout(shared, memoryStorage()).getState())).toBe('(a (b/d))');
  });

  it('of earlier versions becomes a row with the same shares', () => {
    const panes = [
      { id: '1', key: 'a', share: 0.75 },
      { id: '2', key: 'b', share: 0.25 },
    ];
    const layout = readLayout({ panes, focused: '2', sidebarOpen: false, inspectorTab: 'terminal' });
    expect(layout).toMatchObject({ focused: '2', recent: ['2'], sidebarOpen: false, inspectorTab: 'terminal' });
    expect(layout.tree).toEqual({
      direction: 'row',
      parts: [
        { share: 0.75, tree: '1' },
        { share: 0.25, tree: '2' },
      ],
    });
    expect(readLayout({ panes: panes.slice(0, 1), focused: '1' }).tree).toBe('1');
  });

  it.each([
    ['nothing', undefined],
    ['text', 'layout'],
    ['a list', []],
    [
      'wrong types',
      { panes: { a: 1 }, tree: 7, focused: 3, sidebarWidth: 'wide', recent: 'p1', closed: [null, { id: 1 }] },
    ],
    ['incomplete panes', { panes: [{}, null, { id: 'p1' }], tree: 'p1', focused: 'p1' }],
  ])('that is %s becomes the default one', (_, stored) => {
    expect(readLayout(stored)).toEqual(start());
  });

  it('is repaired: unknown, repeated, and lost panes, wrong shares, and splits with one part', () => {
    const [a, b, c] = ['a', 'b', 'c'].map((key) => ({ id: key, key }));
    const split = (direction: string, ...parts: readonly unknown[]) => ({
      direction,
      parts: parts.map((tree, at) => ({ tree, share: [1, -1, Number.NaN][at] })),
    });
    const repaired = (tree: unknown) =>
      shape(readLayout({ panes: [a, b, c, { id: 'd', key: 'a' }], tree, focused: 'x' }));
    expect(repaired(split('row', 'a', split('row', 'b', 'c')))).toBe('(a b c)');
    expect(repaired(split('column', split('column', split('row', 'a')), 'b', 'a', 'z'))).toBe('((a/b) c)');
    expect(repaired(split('sideways', 'c'))).toBe('(c a b)');
    let deep: unknown = 'a';
    for (let depth = 0; depth < 5_000; depth += 1) deep = split(depth % 2 === 0 ? 'row' : 'column', deep, 'b');
    expect([...listLeaves(readLayout({ panes: [a, b, c], tree: deep }).tree)].toSorted()).toEqual(['a', 'b', 'c']);
  });
});

it.each([
  { screen: 'a phone', covers: true, staysOpen: false },
  { screen: 'a desktop', covers: false, staysOpen: true },
])('leave the inspector open on $screen: $staysOpen, when another session is shown', ({ covers, staysOpen }) => {
  const layout = createLayout(memoryStorage());
  const stop = closeCoveringInspector(layout, () => covers);
  layout.setState((state) => showSession(state, 'a', id));
  layout.setState((state) => toggleInspector(state, 'files'));
  layout.setState((state) => showSession(state, 'a', id));
  expect(layout.getState().inspectorOpen).toBe(true);
  layout.setState((state) => showSession(state, 'b', id));
  expect(layout.getState().inspectorOpen).toBe(staysOpen);
  stop();
});
