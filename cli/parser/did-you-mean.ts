// Suggestions for mistyped commands and options.

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

/** Levenshtein distance, one row at a time. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of [...one].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= other.length; column += 1) {
      const substituted = (row[column - 1] ?? 0) + (other[column - 1] === character ? 0 : 1);
      next.push(Math.min(substituted, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
