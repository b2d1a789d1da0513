// Places in the queue are numbers between their neighbors', so that a move changes a single row.

/** A number between two neighbors, either of which may be absent; undefined when there is none left. */
export function findPlaceValue(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined) return after === undefined ? 1 : after - 1;
  if (after === undefined) return before + 1;
  const middle = (before + after) / 2;
  return middle > before && middle < after ? middle : undefined;
}
