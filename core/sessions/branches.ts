// The branches of a conversation: those left by rewinding, and the current one. Pure.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { truncateLine } from '#contract/types/truncate-text.ts';
import { findLeaves, type Leaf } from './session-log.ts';
import type { BranchFacts } from '../engine/history-facet.ts';

const HEADLINE_LENGTH = 100;

/** A branch with the leaf that a switch leads to. */
export interface Branch extends BranchFacts {
  readonly leaf: Leaf;
}

/** Branches, the active one first, then the newest. A prefix of another branch isn't listed. */
export function findBranches(events: readonly SessionEvent[]): readonly Branch[] {
  const { left, now } = findLeaves(events);
  const active = branch(now, true);
  const others = left.flatMap((leaf) => branch(leaf, false) ?? []);
  const distinct = others.filter(
    (one, at) =>
      one.leafEntryId !== active?.leafEntryId &&
      !others.some((other, place) => other !== one && goesOn(other, one, place > at)) &&
      !isWithin(one, active),
  );
  const newestFirst = distinct.toSorted((a, b) => b.updatedAt - a.updatedAt);
  return active === undefined ? newestFirst : [active, ...newestFirst];
}

function branch(leaf: Leaf, active: boolean): Branch | undefined {
  const last = leaf.view.items.at(-1);
  if (last === undefined) return undefined;
  const said = leaf.view.items.findLast((item) => item.kind === 'user');
  return {
    leaf,
    leafEntryId: last.id,
    headline: truncateLine(said?.text ?? '', HEADLINE_LENGTH),
    messageCount: leaf.view.items.filter((item) => item.kind !== 'divider').length,
    updatedAt: last.ts,
    active,
  };
}

/** Whether `other` contains all of `one`; of two identical ones, the later counts. */
function goesOn(other: Branch, one: Branch, later: boolean): boolean {
  return other.leafEntryId === one.leafEntryId ? later : isWithin(one, other);
}

function isWithin(one: Branch, other: Branch | undefined): boolean {
  return other?.leaf.view.items.some((item) => item.id === one.leafEntryId) === true;
}
