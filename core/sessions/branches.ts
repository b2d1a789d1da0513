// The branches of a conversation, left by rewinding, and the points where they diverge. Pure.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { Item } from '#contract/sessions/session-view.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import type { BranchPoint } from '#contract/types/session-history.ts';
import type { BranchSummary } from '../engine/history-facet.ts';
import { findLeaves, type Leaf } from './session-log.ts';

const HEADLINE_LENGTH = 100;

/** A branch with the leaf that a switch leads to. */
export interface Branch extends BranchSummary {
  readonly leaf: Leaf;
}

/** Branches, the active one first, then the newest. A prefix of another branch isn't listed. */
export function findBranches(events: readonly SessionEvent[]): readonly Branch[] {
  const { left, now } = findLeaves(events);
  const active = toBranch(now, true);
  const others = left.flatMap((leaf) => toBranch(leaf, false) ?? []);
  const distinct = others.filter(
    (one, at) =>
      one.leafEntryId !== active?.leafEntryId &&
      !others.some((other, place) => other !== one && continues(other, one, place > at)) &&
      !isWithin(one, active),
  );
  const newestFirst = distinct.toSorted((a, b) => b.updatedAt - a.updatedAt);
  return active === undefined ? newestFirst : [active, ...newestFirst];
}

function toBranch(leaf: Leaf, active: boolean): Branch | undefined {
  const { items } = leaf.view;
  const last = items.at(-1);
  if (last === undefined) return undefined;
  const headline = getHeadline(items.findLast((item) => item.kind === 'user'));
  const messageCount = items.filter((item) => item.kind !== 'divider').length;
  return { leaf, leafEntryId: last.id, headline, messageCount, updatedAt: last.ts, active };
}

/** Whether `other` contains all of `one`; of two identical ones, the later counts. */
function continues(other: Branch, one: Branch, later: boolean): boolean {
  return other.leafEntryId === one.leafEntryId ? later : isWithin(one, other);
}

function isWithin(one: Branch, other: Branch | undefined): boolean {
  return other?.leaf.view.items.some((item) => item.id === one.leafEntryId) === true;
}

/** A branch from the first item that the current branch doesn't have. */
interface OtherBranch {
  readonly branch: Branch;
  readonly first: Item;
  readonly items: readonly Item[];
}

/** Points in the order of the transcript. `branches`: as returned by {@link findBranches}. */
export function findBranchPoints(branches: readonly Branch[]): readonly BranchPoint[] {
  // A conversation rewound to before its first message has no current branch.
  const active = branches.find((branch) => branch.active);
  const own = active?.leaf.view.items ?? [];
  const others = new Map<number, OtherBranch[]>();
  for (const branch of branches) {
    const { items } = branch.leaf.view;
    const start = commonLength(own, items);
    const first = items[start];
    if (branch === active || first === undefined) continue;
    others.set(start, [...(others.get(start) ?? []), { branch, first, items: items.slice(start) }]);
  }
  return [...others].toSorted(([a], [b]) => a - b).map(([start, found]) => toPoint(active, own.slice(start), found));
}

function commonLength(a: readonly Item[], b: readonly Item[]): number {
  const end = a.findIndex((item, index) => b[index]?.id !== item.id);
  return end < 0 ? a.length : end;
}

/** `rest`: the items of the active branch after the point. */
function toPoint(active: Branch | undefined, rest: readonly Item[], others: readonly OtherBranch[]): BranchPoint {
  const next = rest.find((item) => item.kind === 'user');
  const [first] = rest;
  const own = first === undefined || active === undefined ? [] : [{ branch: active, first, items: rest }];
  const siblings = [...own, ...newestOfEach(others)]
    .toSorted((a, b) => a.first.seq - b.first.seq)
    .map(({ branch: { leafEntryId, active: isActive }, items }) => ({
      leafEntryId,
      headline: getHeadline(items.find((item) => item.kind === 'user')),
      active: isActive,
    }));
  return { entryId: next?.id ?? active?.leafEntryId ?? '', after: next === undefined, siblings };
}

/** Branches that start with the same item are one sibling, which leads to the newest of them. */
function newestOfEach(others: readonly OtherBranch[]): readonly OtherBranch[] {
  const newest = new Map<string, OtherBranch>();
  for (const one of others) {
    const known = newest.get(one.first.id);
    if (known === undefined || known.branch.updatedAt < one.branch.updatedAt) newest.set(one.first.id, one);
  }
  return [...newest.values()];
}

function getHeadline(message: { readonly text: string } | undefined): string {
  return truncateLine(message?.text ?? '', HEADLINE_LENGTH);
}
