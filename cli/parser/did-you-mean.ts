// Suggestions for mistyped commands and options.
import { editDistance } from '#contract/types/edit-distance.ts';

/** Edits a suggestion may be away from what was typed. */
const MAX_EDITS = 2;

/** `. Did you mean "status"?`, or nothing if no candidate is close. */
export function didYouMean(typed: string, candidates: readonly string[]): string {
  const [closest] = candidates
    .map((candidate) => ({ candidate, edits: editDistance(typed, candidate) }))
    .filter(({ candidate, edits }) => edits <= Math.min(MAX_EDITS, candidate.length - 1))
    .toSorted((a, b) => a.edits - b.edits);
  return closest === undefined ? '' : `. Did you mean "${closest.candidate}"?`;
}
