// Proves: PP-1
import { expect, it } from 'vitest';
import { createRandom, type Random } from '#tests/kill/random.ts';
import { findNeighbor, placePanes } from './pane-boxes.ts';
import {
  evenOut,
  insertPane,
  listLeaves,
  removePane,
  setShares,
  swapPanes,
  type PaneTree,
  type Place,
  type Side,
} from './pane-tree.ts';

const SIDES = ['left', 'right', 'top', 'bottom'] as const satisfies readonly Side[];
const beside = (id: string, side: Side, share = 0.5): Place => ({ beside: [id], side, share });

/** `a | (b / c)`: columns within a row. */
const GRID = insertPane(insertPane('a', 'b', beside('a', 'right')), 'c', beside('b', 'bottom'));

it('nests rows and columns, and never a split in one of the same direction', () => {
  expect(GRID).toEqual({
    direction: 'row',
    parts: [
      { share: 0.5, tree: 'a' },
      {
        share: 0.5,
        tree: {
          direction: 'column',
          parts: [
            { share: 0.5, tree: 'b' },
            { share: 0.5, tree: 'c' },
          ],
        },
      },
    ],
  });
  const wider = insertPane(GRID, 'd', beside('a', 'left'));
  expect(listLeaves(wider)).toEqual(['d', 'a', 'b', 'c']);
  expect(typeof wider === 'string' ? [] : wider.parts.map(({ share }) => share)).toEqual([0.25, 0.25, 0.5]);
});

it('replaces a split that has only one part left', () => {
  expect(removePane(GRID, 'c').tree).toEqual(insertPane('a', 'b', beside('a', 'right')));
  expect(removePane(removePane(GRID, 'c').tree ?? '', 'a').tree).toBe('b');
  expect(removePane('b', 'b').tree).toBeUndefined();
});

it('puts a pane at a side of several others, or of all', () => {
  const under = insertPane(insertPane(GRID, 'd', beside('a', 'left')), 'e', {
    beside: ['d', 'a'],
    side: 'bottom',
    share: 0.5,
  });
  expect(toText(under)).toBe('(((d a)/e) (b/c))');
  expect(toText(insertPane(GRID, 'd', { beside: [], side: 'top', share: 0.5 }))).toBe('(d/(a (b/c)))');
});

it('finds the neighbor across from the middle of a pane', () => {
  expect([findNeighbor(GRID, 'a', 'right'), findNeighbor(GRID, 'c', 'top'), findNeighbor(GRID, 'c', 'left')]).toEqual([
    'b',
    'b',
    'a',
  ]);
  expect([findNeighbor(GRID, 'a', 'left'), findNeighbor(GRID, 'a', 'top'), findNeighbor('a', 'a', 'top')]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

it('keeps every pane once, in splits that fill their area, whatever is done to it', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = createRandom(seed);
    let tree: PaneTree = 'p0';
    let ids: readonly string[] = ['p0'];
    for (let step = 1; step <= 40; step += 1) {
      const label = `seed ${seed}, step ${step}`;
      const next = change(tree, ids, random, `p${step}`);
      [tree, ids] = [next.tree, next.ids];
      expect([...listLeaves(tree)].toSorted(), label).toEqual([...ids].toSorted());
      checkSplits(tree, label);
      checkPlan(tree, random, label);
    }
  }
});

it('puts a removed pane back exactly where it was', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = createRandom(seed);
    let tree: PaneTree = 'p0';
    for (let step = 1; step <= 12; step += 1)
      tree = insertPane(
        tree,
        `p${step}`,
        beside(pickOne(random, listLeaves(tree)), random.pick(SIDES), random.between(0.1, 0.9)),
      );
    const id = pickOne(random, listLeaves(tree));
    const { tree: rest, place } = removePane(tree, id);
    if (rest === undefined || place === undefined) expect.fail();
    const back = insertPane(rest, id, place);
    expect(toText(back), `seed ${seed}`).toBe(toText(tree));
    expect(shares(back).every((share, at) => Math.abs(share - (shares(tree)[at] ?? 0)) < 1e-9)).toBe(true);
  }
});

function change(
  tree: PaneTree,
  ids: readonly string[],
  random: Random,
  id: string,
): { tree: PaneTree; ids: readonly string[] } {
  const some = pickOne(random, ids);
  switch (random.integer(6)) {
    case 0:
    case 1:
      return {
        tree: insertPane(tree, id, beside(some, random.pick(SIDES), random.between(0.1, 0.9))),
        ids: [...ids, id],
      };
    case 2: {
      const group = ids.filter(() => random.chance(0.4));
      return { tree: insertPane(tree, id, { beside: group, side: random.pick(SIDES), share: 0.3 }), ids: [...ids, id] };
    }
    case 3: {
      const rest = removePane(tree, some).tree;
      return rest === undefined ? { tree, ids } : { tree: rest, ids: ids.filter((other) => other !== some) };
    }
    case 4:
      return { tree: swapPanes(tree, some, pickOne(random, ids)), ids };
    default:
      return {
        tree: random.chance(0.2) ? evenOut(tree) : setShares(tree, [], [1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9]),
        ids,
      };
  }
}

function checkSplits(tree: PaneTree, label: string): void {
  if (typeof tree === 'string') return;
  expect(tree.parts.length, label).toBeGreaterThan(1);
  expect(
    tree.parts.reduce((sum, { share }) => sum + share, 0),
    label,
  ).toBeCloseTo(1);
  for (const part of tree.parts) {
    expect(part.share, label).toBeGreaterThan(0);
    if (typeof part.tree !== 'string') expect(part.tree.direction, label).not.toBe(tree.direction);
    checkSplits(part.tree, label);
  }
}

/** Groups and dividers cover the area exactly, no group is too small, and each pane is in one of them. */
function checkPlan(tree: PaneTree, random: Random, label: string): void {
  const area = { width: random.between(400, 3000), height: random.between(250, 2000) };
  const recent = listLeaves(tree).filter(() => random.chance(0.5));
  const { groups, dividers } = placePanes(tree, area, recent);
  expect(
    groups.flatMap(({ ids }) => ids),
    label,
  ).toEqual(listLeaves(tree));
  const covered = [...groups, ...dividers].reduce((sum, { width, height }) => sum + width * height, 0);
  expect(covered / (area.width * area.height), label).toBeCloseTo(1, 6);
  for (const group of groups) {
    expect(group.ids, label).toContain(group.active);
    expect(group.width, label).toBeGreaterThanOrEqual(379.99);
    expect(group.height, label).toBeGreaterThanOrEqual(239.99);
  }
}

function pickOne(random: Random, ids: readonly string[]): string {
  return ids[random.integer(ids.length)] ?? '';
}

function shares(tree: PaneTree): readonly number[] {
  return typeof tree === 'string' ? [] : tree.parts.flatMap((part) => [part.share, ...shares(part.tree)]);
}

function toText(tree: PaneTree): string {
  return typeof tree === 'string'
    ? tree
    : `(${tree.parts.map((part) => toText(part.tree)).join(tree.direction === 'row' ? ' ' : '/')})`;
}
