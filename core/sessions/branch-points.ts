// Where branches of a conversation diverge. Pure.
import type { Item } from '#contract/sessions/session-view.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import type { Branch } from './branches.ts';
import type { BranchPoint } from '../engine/history-facet.ts';

const HEADLINE_LENGTH = 100;

/** A branch, starting at the first item that the current branch doesn't have. */
interface SplitResult {
  readonly leafEntryId: string;
  readonly first: Item;
  readonly updatedAt: number;
  readonly items: readonly Item[];
}

/** Points in the order of the transcript. `branches`: as they are listed. */
export function findBranchPoints(branches: readonly Branch[]): readonly BranchPoint[] {
  // A conversation rewound to before its first message has no current branch.
  const active = branches.find((branch) => branch.active);
  const mine = active?.leaf.view.items ?? [];
  const places = new Map<number, SplitResult[]>();
  for (const branch of branches) {
    const theirs = branch.leaf.view.items;
    const place = commonLength(mine, theirs);
    const first = theirs[place];
    if (branch === active || first === undefined) continue;
    const { leafEntryId, updatedAt } = branch;
    places.set(place, [...(places.get(place) ?? []), { leafEntryId, first, updatedAt, items: theirs.slice(place) }]);
  }
  return [...places].toSorted(([a], [b]) => a - b).flatMap(([place, others]) => pointAt(active, place, others));
}

function commonLength(mine: readonly Item[], theirs: readonly Item[]): number {
  const parting = mine.findIndex((item, index) => theirs[index]?.id !== item.id);
  return parting < 0 ? mine.length : parting;
}

function pointAt(active: Branch | undefined, place: number, others: readonly SplitResult[]): readonly BranchPoint[] {
  const rest = active?.leaf.view.items.slice(place) ?? [];
  const begun = rest.find((item) => item.kind === 'user');
  const entryId = begun?.id ?? active?.leafEntryId ?? '';
  const own = rest[0];
  const mine =
    own === undefined || active === undefined
      ? []
      : [{ seq: own.seq, leafEntryId: active.leafEntryId, headline: getHeadline(rest), active: true }];
  const theirs = newestOfEach(others).map(({ first, leafEntryId, items }) => ({
    seq: first.seq,
    leafEntryId,
    headline: getHeadline(items),
    active: false,
  }));
  const siblings = [...mine, ...theirs].toSorted((a, b) => a.seq - b.seq).map(({ seq: _seq, ...facts }) => facts);
  return [{ entryId, after: begun === undefined, siblings }];
}

/** Branches that start with the same item are one sibling, which leads to the newest of them. */
function newestOfEach(others: readonly SplitResult[]): readonly SplitResult[] {
  const newest = new Map<string, SplitResult>();
  for (const one of others) {
    const known = newest.get(one.first.id);
    if (known === undefined || known.updatedAt < one.updatedAt) newest.set(one.first.id, one);
  }
  return [...newest.values()];
}

function getHeadline(items: readonly Item[]): string {
  const said = items.find((item) => item.kind === 'user');
  return truncateLine(said?.text ?? '', HEADLINE_LENGTH);
}
