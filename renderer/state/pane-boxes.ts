// Where the panes are on the screen. Panes that would be too small share a place as tabs.
import { listLeaves, type PaneTree, type Side, type Split } from './pane-tree.ts';

/** Least width of a pane, px: with less, its message box can't be used. */
const PANE_MIN_WIDTH = 380;
/** Least height of a pane, px. */
const PANE_MIN_HEIGHT = 240;
const DIVIDER_PX = 1;

/** A size in px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in px. */
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** A pane, or several as tabs of which `active` is shown. */
export interface PaneGroup extends Box {
  readonly ids: readonly string[];
  readonly active: string;
}

/** A movable line between two groups of a split. */
export interface Divider extends Box {
  readonly direction: Split['direction'];
  /** Leads to its split. */
  readonly path: readonly number[];
  /** The index of the group after it. */
  readonly at: number;
  readonly sizes: readonly PartSize[];
}

/** The current size of consecutive parts of a split, whose shares are `shares`. */
interface PartSize {
  readonly px: number;
  readonly shares: readonly number[];
}

/** The visible panes and the dividers between them. */
export interface PanePlan {
  readonly groups: readonly PaneGroup[];
  readonly dividers: readonly Divider[];
}

/** Fits the panes into an area. `recent` lists the panes by last use, which decides the visible tab. */
export function placePanes(tree: PaneTree, area: Size, recent: readonly string[]): PanePlan {
  return place(tree, { left: 0, top: 0, ...area }, { path: [], recent });
}

interface Context {
  readonly path: readonly number[];
  readonly recent: readonly string[];
}

function place(tree: PaneTree, box: Box, { path, recent }: Context): PanePlan {
  if (typeof tree === 'string') return { groups: [{ ...box, ids: [tree], active: tree }], dividers: [] };
  const runs = mergeParts(tree, tree.direction === 'row' ? box.width : box.height);
  const [only] = runs;
  if (only !== undefined && runs.length === 1) return { groups: [toTabs(listLeaves(tree), box, recent)], dividers: [] };
  const sizes = getSizes(tree, runs, box);
  const boxes = stack(tree.direction, box, sizes);
  const plans = runs.map(({ start, parts }, index): PanePlan => {
    const inner = boxes[index] ?? box;
    const [first] = parts;
    if (first === undefined || parts.length > 1)
      return {
        groups: [
          toTabs(
            parts.flatMap((part) => listLeaves(part.tree)),
            inner,
            recent,
          ),
        ],
        dividers: [],
      };
    return place(first.tree, inner, { path: [...path, start], recent });
  });
  const dividers = boxes.slice(1).map((inner, index): Divider => {
    const line =
      tree.direction === 'row'
        ? { left: inner.left - DIVIDER_PX, top: box.top, width: DIVIDER_PX, height: box.height }
        : { left: box.left, top: inner.top - DIVIDER_PX, width: box.width, height: DIVIDER_PX };
    return { ...line, direction: tree.direction, path, at: index + 1, sizes };
  });
  return {
    groups: plans.flatMap(({ groups }) => groups),
    dividers: [...dividers, ...plans.flatMap((plan) => plan.dividers)],
  };
}

/** Consecutive parts of a split, from the one at `start` on. */
interface Run {
  readonly start: number;
  readonly parts: Split['parts'];
}

/** Neighbors share a place, until all places fit; each place gets about the same number of panes. */
function mergeParts({ direction, parts }: Split, length: number): readonly Run[] {
  const fits = Math.max(1, Math.floor((length + DIVIDER_PX) / (getMin(direction) + DIVIDER_PX)));
  if (parts.length <= fits) return parts.map((part, start) => ({ start, parts: [part] }));
  const counts = parts.map(({ tree }) => listLeaves(tree).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const runs: Run[] = [];
  let [start, placed] = [0, 0];
  for (let run = 1; run <= fits; run += 1) {
    const last = parts.length - (fits - run);
    let end = start + 1;
    placed += counts[start] ?? 0;
    // Up to where the count comes closest to an equal part.
    for (; end < last && (run === fits || placed + (counts[end] ?? 0) / 2 < (total * run) / fits); end += 1)
      placed += counts[end] ?? 0;
    runs.push({ start, parts: parts.slice(start, end) });
    start = end;
  }
  return runs;
}

function getMin(direction: Split['direction']): number {
  return direction === 'row' ? PANE_MIN_WIDTH : PANE_MIN_HEIGHT;
}

function getSizes({ direction }: Split, runs: readonly Run[], box: Box): readonly PartSize[] {
  const length = (direction === 'row' ? box.width : box.height) - (runs.length - 1) * DIVIDER_PX;
  const shares = runs.map(({ parts }) => parts.reduce((total, { share }) => total + share, 0));
  const px = fitShares(shares, length, getMin(direction));
  return runs.map(({ parts }, index) => ({ px: px[index] ?? 0, shares: parts.map(({ share }) => share) }));
}

/** Sizes by share, but none below `min`; all the same if that isn't possible. */
function fitShares(shares: readonly number[], length: number, min: number): readonly number[] {
  if (length < min * shares.length) return shares.map(() => length / shares.length);
  const raised = new Set<number>();
  for (;;) {
    const free = length - raised.size * min;
    const total = shares.reduce((sum, share, index) => (raised.has(index) ? sum : sum + share), 0);
    const sizes = shares.map((share, index) => (raised.has(index) ? min : (share / total) * free));
    const small = sizes.findIndex((size, index) => size < min && !raised.has(index));
    if (small === -1) return sizes;
    raised.add(small);
  }
}

function stack(direction: Split['direction'], box: Box, sizes: readonly PartSize[]): readonly Box[] {
  let start = direction === 'row' ? box.left : box.top;
  return sizes.map(({ px }) => {
    const at = start;
    start += px + DIVIDER_PX;
    return direction === 'row' ? { ...box, left: at, width: px } : { ...box, top: at, height: px };
  });
}

function toTabs(ids: readonly string[], box: Box, recent: readonly string[]): PaneGroup {
  const active = recent.find((id) => ids.includes(id)) ?? ids[0] ?? '';
  return { ...box, ids, active };
}

/** The shares of the parts of a split after its divider is moved by pixels to the right, or down. */
export function moveDivider({ direction, at, sizes }: Divider, px: number): readonly number[] {
  const [one, other] = [sizes[at - 1], sizes[at]];
  if (one === undefined || other === undefined) return sizes.flatMap(({ shares }) => shares);
  const both = one.px + other.px;
  const min = Math.min(getMin(direction), both / 2);
  const size = Math.min(Math.max(one.px + px, min), both - min);
  const moved = sizes.with(at - 1, { ...one, px: size }).with(at, { ...other, px: both - size });
  return moved.flatMap((entry) => {
    const total = entry.shares.reduce((sum, share) => sum + share, 0);
    return entry.shares.map((share) => (share / total) * entry.px);
  });
}

/** The pane next to another one at a side: the one across from its middle. Sizes on the screen don't matter, so tabs count too. */
export function findNeighbor(tree: PaneTree, id: string, side: Side): string | undefined {
  const boxes = new Map(spread(tree, { left: 0, top: 0, width: 1, height: 1 }));
  const own = boxes.get(id);
  if (own === undefined) return undefined;
  const line = { x: own.left + own.width / 2, y: own.top + own.height / 2 };
  const others = [...boxes].filter(([, box]) => isAt(box, own, side));
  const distance = (box: Box): number => getGap(box, line, side);
  return others.toSorted(([, a], [, b]) => distance(a) - distance(b))[0]?.[0];
}

function spread(tree: PaneTree, box: Box): readonly (readonly [string, Box])[] {
  if (typeof tree === 'string') return [[tree, box]];
  let start = 0;
  return tree.parts.flatMap(({ share, tree: inner }) => {
    const at = start;
    start += share;
    return spread(
      inner,
      tree.direction === 'row'
        ? { ...box, left: box.left + at * box.width, width: share * box.width }
        : { ...box, top: box.top + at * box.height, height: share * box.height },
    );
  });
}

/** Tolerance for rounding errors. */
const NEAR = 1e-6;

/** Whether a box touches another one at a side. */
function isAt(box: Box, own: Box, side: Side): boolean {
  const overlapsX = box.left < own.left + own.width - NEAR && own.left < box.left + box.width - NEAR;
  const overlapsY = box.top < own.top + own.height - NEAR && own.top < box.top + box.height - NEAR;
  switch (side) {
    case 'left':
      return overlapsY && Math.abs(box.left + box.width - own.left) < NEAR;
    case 'right':
      return overlapsY && Math.abs(own.left + own.width - box.left) < NEAR;
    case 'top':
      return overlapsX && Math.abs(box.top + box.height - own.top) < NEAR;
    case 'bottom':
      return overlapsX && Math.abs(own.top + own.height - box.top) < NEAR;
  }
}

/** How far a box is from a point, along the edge at a side. */
function getGap(box: Box, { x, y }: { readonly x: number; readonly y: number }, side: Side): number {
  const [at, start, size] = side === 'left' || side === 'right' ? [y, box.top, box.height] : [x, box.left, box.width];
  return Math.max(0, start - at, at - start - size);
}
