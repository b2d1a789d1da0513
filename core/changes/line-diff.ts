// Compares two texts line by line, with the shortest list of edits (Myers).

/** A region that differs: lines `beforeStart` to `beforeEnd` became `afterStart` to `afterEnd`; ends are exclusive. */
export interface LineEdit {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}

/** Beyond this many added and removed lines, everything between the first and the last one counts as replaced: time is quadratic. */
const MAX_EDITS = 2_000;
/** Up to so many, comparing the lines themselves takes less time than numbering them. */
const FEW_EDITS = 100;

/** Lines with their endings, so that joining them gives the text again. */
export function splitLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = text.indexOf('\n', at);
    const next = end === -1 ? text.length : end + 1;
    lines.push(text.slice(at, next));
    at = next;
  }
  return lines;
}

/** The regions in which two lists of lines differ, in order, with at least one equal line between them. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineEdit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let beforeEnd = before.length;
  let afterEnd = after.length;
  while (beforeEnd > start && afterEnd > start && before[beforeEnd - 1] === after[afterEnd - 1]) {
    beforeEnd -= 1;
    afterEnd -= 1;
  }
  if (start === beforeEnd && start === afterEnd) return [];
  const whole = { beforeStart: start, beforeEnd, afterStart: start, afterEnd };
  if (start === beforeEnd || start === afterEnd) return [whole];
  const [a, b] = [before.slice(start, beforeEnd), after.slice(start, afterEnd)];
  const path = findPath(a, b, FEW_EDITS) ?? findPathOfMany(a, b);
  return path === undefined ? [whole] : toEdits(path, a.length, b.length, start);
}

function findPathOfMany(before: readonly string[], after: readonly string[]): Matches | undefined {
  const { a, b } = toNumbers(before, after);
  return findPath(a, b, MAX_EDITS);
}

/** Equal lines get equal numbers, which are faster to compare. */
function toNumbers(before: readonly string[], after: readonly string[]): { a: Int32Array; b: Int32Array } {
  const known = new Map<string, number>();
  const number = (line: string): number => {
    const found = known.get(line) ?? known.size;
    known.set(line, found);
    return found;
  };
  return { a: Int32Array.from(before, number), b: Int32Array.from(after, number) };
}

/** Pairs of equal lines, `[in a, in b]`, in order. */
type Matches = readonly (readonly [number, number])[];

/** The furthest position on each diagonal, for each number of edits, until the end is reached. */
function findPath<T>(a: ArrayLike<T>, b: ArrayLike<T>, maxEdits: number): Matches | undefined {
  const limit = Math.min(a.length + b.length, maxEdits);
  const offset = limit + 1;
  const furthest = new Int32Array(2 * limit + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= limit; edits += 1) {
    // Only these diagonals can change, so only they are kept.
    trace.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const isDown = goesDown(furthest, offset, edits, diagonal);
      let x = isDown ? at(furthest, offset + diagonal + 1) : at(furthest, offset + diagonal - 1) + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest[offset + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return walkBack(trace, a.length, b.length);
    }
  }
  return undefined;
}

function at(values: Int32Array, index: number): number {
  return values[index] ?? 0;
}

function goesDown(furthest: Int32Array, offset: number, edits: number, diagonal: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && at(furthest, offset + diagonal - 1) < at(furthest, offset + diagonal + 1);
}

function walkBack(trace: readonly Int32Array[], lengthA: number, lengthB: number): Matches {
  const matches: (readonly [number, number])[] = [];
  let x = lengthA;
  let y = lengthB;
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const furthest = trace[edits] ?? new Int32Array();
    const offset = edits + 1;
    const diagonal = x - y;
    const isDown = goesDown(furthest, offset, edits, diagonal);
    const from = isDown ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : at(furthest, offset + from);
    const fromY = edits === 0 ? 0 : fromX - from;
    while (x > fromX && y > fromY) {
      x -= 1;
      y -= 1;
      matches.push([x, y]);
    }
    x = fromX;
    y = fromY;
  }
  return matches.reverse();
}

function toEdits(matches: Matches, lengthA: number, lengthB: number, start: number): readonly LineEdit[] {
  const edits: LineEdit[] = [];
  let a = 0;
  let b = 0;
  for (const [x, y] of [...matches, [lengthA, lengthB] as const]) {
    if (x > a || y > b)
      edits.push({ beforeStart: a + start, beforeEnd: x + start, afterStart: b + start, afterEnd: y + start });
    a = x + 1;
    b = y + 1;
  }
  return edits;
}
