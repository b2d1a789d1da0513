// Proves: PP-1
import { expect, it } from 'vitest';
import { moveDivider, placePanes, type PanePlan } from './pane-boxes.ts';
import { insertPane, setShares, type PaneTree } from './pane-tree.ts';

const row = (...ids: readonly string[]): PaneTree =>
  setShares(
    { direction: 'row', parts: ids.map((tree) => ({ tree, share: 1 })) },
    [],
    ids.map(() => 1),
  );
const tabs = ({ groups }: PanePlan): readonly string[] => groups.map(({ ids }) => ids.join('+'));
const widths = ({ groups }: PanePlan): readonly number[] => groups.map(({ width }) => Math.round(width));

it('places rows and columns, with a divider of one pixel between them', () => {
  const tree = insertPane(row('a', 'b'), 'c', { beside: ['b'], side: 'bottom', share: 0.25 });
  const { groups, dividers } = placePanes(tree, { width: 1001, height: 1001 }, []);
  expect(groups.map(({ active, left, top, width, height }) => [active, left, top, width, height])).toEqual([
    ['a', 0, 0, 500, 1001],
    ['b', 501, 0, 500, 750],
    ['c', 501, 751, 500, 250],
  ]);
  expect(dividers).toMatchObject([
    { direction: 'row', left: 500, width: 1, height: 1001, path: [], at: 1 },
    { direction: 'column', left: 501, top: 750, width: 500, height: 1, path: [1], at: 1 },
  ]);
});

it('gives every pane its least width, whatever its share', () => {
  const tree = setShares(row('a', 'b', 'c'), [], [0.9, 0.05, 0.05]);
  expect(widths(placePanes(tree, { width: 1602, height: 900 }, []))).toEqual([840, 380, 380]);
});

it('makes tabs of the panes that would be narrower than 380 px, or lower than 240 px', () => {
  const four = row('a', 'b', 'c', 'd');
  const fit = (width: number) => tabs(placePanes(four, { width, height: 900 }, []));
  expect([fit(1523), fit(1522), fit(1140)]).toEqual([
    ['a', 'b', 'c', 'd'],
    ['a', 'b+c', 'd'],
    ['a+b', 'c+d'],
  ]);
  expect(fit(760)).toEqual(['a+b+c+d']);
  const column = insertPane('a', 'b', { beside: ['a'], side: 'bottom', share: 0.5 });
  expect(tabs(placePanes(column, { width: 900, height: 481 }, []))).toEqual(['a', 'b']);
  expect(tabs(placePanes(column, { width: 900, height: 480 }, []))).toEqual(['a+b']);
  const ten = row(...'abcdefghij');
  expect(tabs(placePanes(ten, { width: 1200, height: 900 }, []))).toEqual(['a+b+c', 'd+e+f+g', 'h+i+j']);
});

it('shows the tab that was used last, or else the first', () => {
  const { groups } = placePanes(row('a', 'b', 'c', 'd'), { width: 800, height: 900 }, ['d', 'c']);
  expect(groups.map(({ active }) => active)).toEqual(['a', 'd']);
});

it('moves a divider from where it is on the screen, and no further than the panes allow', () => {
  const [divider] = placePanes(setShares(row('a', 'b'), [], [0.9, 0.1]), { width: 1001, height: 900 }, []).dividers;
  if (divider === undefined) expect.fail();
  expect(moveDivider(divider, -20)).toEqual([600, 400]);
  expect(moveDivider(divider, 20)).toEqual([620, 380]);
  expect(moveDivider(divider, -900)).toEqual([380, 620]);
  const grouped = placePanes(row('a', 'b', 'c'), { width: 1001, height: 900 }, []).dividers[0];
  expect(grouped === undefined ? [] : moveDivider(grouped, 0).map(Math.round), 'tabs share their size').toEqual([
    380, 310, 310,
  ]);
});
