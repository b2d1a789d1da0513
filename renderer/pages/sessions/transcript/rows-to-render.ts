// The rows to render around those in view: by height, because one answer may be as tall as a hundred short rows.

/** Rows from `startIndex` to `endIndex`, both inclusive, of `count`. */
interface RowRange {
  readonly startIndex: number;
  readonly endIndex: number;
  readonly count: number;
}

/** Rows out of view that are rendered at each side have at most this height together, unless a single one is taller, px. */
const MAX_BESIDE_PX = 500;

/** Indexes of the rows in view, and of those beside them; at least one at each side. `heightOf` returns px. */
export function listRowsToRender(
  { startIndex, endIndex, count }: RowRange,
  heightOf: (index: number) => number,
): number[] {
  const first = findEnd(startIndex, -1, 0, heightOf);
  const last = findEnd(endIndex, 1, count - 1, heightOf);
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
}

function findEnd(from: number, step: 1 | -1, limit: number, heightOf: (index: number) => number): number {
  let end = from;
  let height = 0;
  while (end !== limit) {
    height += heightOf(end + step);
    if (height > MAX_BESIDE_PX && end !== from) break;
    end += step;
  }
  return end;
}
