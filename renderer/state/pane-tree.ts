// The arrangement of the panes: rows and columns, nested to any depth. Splits have two parts or more, and never contain a split of
// their own direction; the shares of a split add up to 1.

/** An edge of a pane. */
export type Side = 'left' | 'right' | 'top' | 'bottom';

/** A leaf is the id of a pane. */
export type PaneTree = string | Split;

/** Parts next to each other (`row`) or one below the other (`column`). */
export interface Split {
  readonly direction: 'row' | 'column';
  readonly parts: readonly Part[];
}

/** A part and its share of the split. */
export interface Part {
  readonly share: number;
  readonly tree: PaneTree;
}

/** Where a pane is, or goes: next to the part that contains the panes `beside`. `share` is its share of both. */
export interface Place {
  readonly beside: readonly string[];
  readonly side: Side;
  readonly share: number;
}

/** The direction of a split that has a pane at this side. */
function toDirection(side: Side): Split['direction'] {
  return side === 'left' || side === 'right' ? 'row' : 'column';
}

/** Whether a pane at this side comes first. */
export function isBefore(side: Side): boolean {
  return side === 'left' || side === 'top';
}

/** The panes from left to right and from top to bottom. */
export function listLeaves(tree: PaneTree | undefined): readonly string[] {
  if (tree === undefined) return [];
  return typeof tree === 'string' ? [tree] : tree.parts.flatMap((part) => listLeaves(part.tree));
}

/** Adds a pane; without known neighbors, at a side of the whole tree. */
export function insertPane(tree: PaneTree, id: string, { beside, side, share }: Place): PaneTree {
  const added: Part = { share, tree: id };
  const wrap = (group: PaneTree): PaneTree => {
    const kept: Part = { share: 1 - share, tree: group };
    return { direction: toDirection(side), parts: isBefore(side) ? [added, kept] : [kept, added] };
  };
  return simplify(changeGroup(tree, new Set(beside), wrap));
}

/** The tree without a pane, and the place from which it was removed. Its neighbor gets its share. */
export function removePane(tree: PaneTree, id: string): { readonly tree?: PaneTree; readonly place?: Place } {
  if (tree === id) return {};
  if (typeof tree === 'string') return { tree };
  const at = tree.parts.findIndex((part) => listLeaves(part.tree).includes(id));
  const part = tree.parts[at];
  if (part === undefined) return { tree };
  if (part.tree !== id) {
    const { tree: rest = id, place } = removePane(part.tree, id);
    const parts = tree.parts.with(at, { ...part, tree: rest });
    return { tree: simplify({ ...tree, parts }), ...(place === undefined ? {} : { place }) };
  }
  const others = tree.parts.toSpliced(at, 1);
  const neighborAt = Math.max(0, at - 1);
  const neighbor = others[neighborAt];
  if (neighbor === undefined) return {};
  const share = neighbor.share + part.share;
  const side = tree.direction === 'row' ? (at === 0 ? 'left' : 'right') : at === 0 ? 'top' : 'bottom';
  return {
    tree: simplify({ ...tree, parts: others.with(neighborAt, { ...neighbor, share }) }),
    place: { beside: listLeaves(neighbor.tree), side, share: part.share / share },
  };
}

/** Exchanges two panes. */
export function swapPanes(tree: PaneTree, one: string, other: string): PaneTree {
  if (typeof tree === 'string') return tree === one ? other : tree === other ? one : tree;
  return { ...tree, parts: tree.parts.map((part) => ({ ...part, tree: swapPanes(part.tree, one, other) })) };
}

/** Sets the shares of the split at a path of part indexes. */
export function setShares(tree: PaneTree, path: readonly number[], shares: readonly number[]): PaneTree {
  if (typeof tree === 'string') return tree;
  const [at, ...rest] = path;
  const part = at === undefined ? undefined : tree.parts[at];
  if (at !== undefined && part !== undefined)
    return { ...tree, parts: tree.parts.with(at, { ...part, tree: setShares(part.tree, rest, shares) }) };
  return simplify({ ...tree, parts: tree.parts.map((entry, index) => ({ ...entry, share: shares[index] ?? 0 })) });
}

/** Gives the parts of every split the same size. */
export function evenOut(tree: PaneTree): PaneTree {
  if (typeof tree === 'string') return tree;
  const share = 1 / tree.parts.length;
  return { ...tree, parts: tree.parts.map((part) => ({ share, tree: evenOut(part.tree) })) };
}

/** Changes the smallest part that contains all of these panes, or the run of parts that does; the whole tree if there is none. */
function changeGroup(tree: PaneTree, ids: ReadonlySet<string>, change: (group: PaneTree) => PaneTree): PaneTree {
  if (typeof tree === 'string') return change(tree);
  const holds = tree.parts.map((part) => listLeaves(part.tree).some((id) => ids.has(id)));
  const [first, last] = [holds.indexOf(true), holds.lastIndexOf(true)];
  const part = tree.parts[first];
  if (part !== undefined && first === last)
    return { ...tree, parts: tree.parts.with(first, { ...part, tree: changeGroup(part.tree, ids, change) }) };
  const group = tree.parts.slice(first, last + 1);
  if (part === undefined || group.length === tree.parts.length) return change(tree);
  const share = sum(group);
  const parts = group.map((entry) => ({ ...entry, share: entry.share / share }));
  const changed = { share, tree: change({ ...tree, parts }) };
  return { ...tree, parts: tree.parts.toSpliced(first, group.length, changed) };
}

/** Splits of the same direction become one, and a split with one part becomes that part. */
export function simplify(tree: PaneTree): PaneTree {
  if (typeof tree === 'string') return tree;
  const parts = tree.parts.flatMap((part): readonly Part[] => {
    const inner = simplify(part.tree);
    if (typeof inner === 'string' || inner.direction !== tree.direction) return [{ ...part, tree: inner }];
    return inner.parts.map((entry) => ({ ...entry, share: entry.share * part.share }));
  });
  const [only] = parts;
  if (only !== undefined && parts.length === 1) return only.tree;
  const whole = sum(parts);
  return { ...tree, parts: parts.map((part) => ({ ...part, share: part.share / whole })) };
}

function sum(parts: readonly Part[]): number {
  return parts.reduce((total, { share }) => total + share, 0);
}
