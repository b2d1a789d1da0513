// A unified diff of two texts by lines, small and bounded: for cards and approvals, not for patching.

/** A diff with its counts. */
export interface Diff {
  readonly text: string;
  readonly added: number;
  readonly removed: number;
}

/** Lines of context around a change. */
const CONTEXT = 3;
/** Longest diff that is shown, characters. */
const MAX_DIFF = 100_000;
/** Lines beyond which the changed middle is shown as a whole instead of searched for common lines. */
const MAX_SEARCHED = 2_000;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** The diff from `before` to `after`. */
export function unifiedDiff(path: string, before: string, after: string): Diff {
  const lines = compare(split(before), split(after));
  const added = lines.filter((line) => line.mark === '+').length;
  const removed = lines.filter((line) => line.mark === '-').length;
  if (added + removed === 0) return { text: '', added, removed };
  const text = [`--- ${before === '' ? '/dev/null' : `a/${path}`}`, `+++ b/${path}`, ...hunks(lines)].join('\n');
  return {
    text: text.length <= MAX_DIFF ? text : `${text.slice(0, MAX_DIFF)}\n[… the rest is left out …]`,
    added,
    removed,
  };
}

function split(text: string): readonly string[] {
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

function compare(a: readonly string[], b: readonly string[]): readonly Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const same = (lines: readonly string[]): Line[] => lines.map((text) => ({ mark: ' ', text }));
  return [
    ...same(a.slice(0, start)),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...same(a.slice(a.length - end)),
  ];
}

function middle(a: readonly string[], b: readonly string[]): readonly Line[] {
  const removed = a.map((text): Line => ({ mark: '-', text }));
  const added = b.map((text): Line => ({ mark: '+', text }));
  if (a.length === 0 || b.length === 0 || a.length > MAX_SEARCHED || b.length > MAX_SEARCHED)
    return [...removed, ...added];
  return walk(a, b, commonLengths(a, b));
}

/** Length of the longest common subsequence of each pair of tails, row by row. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint16Array {
  const width = b.length + 1;
  const table = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const down = table[(i + 1) * width + j] ?? 0;
      const right = table[i * width + j + 1] ?? 0;
      table[i * width + j] = a[i] === b[j] ? (table[(i + 1) * width + j + 1] ?? 0) + 1 : Math.max(down, right);
    }
  }
  return table;
}

function walk(a: readonly string[], b: readonly string[], table: Uint16Array): readonly Line[] {
  const width = b.length + 1;
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && left === right) {
      lines.push({ mark: ' ', text: left });
      i += 1;
      j += 1;
    } else if (
      left !== undefined &&
      (right === undefined || (table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0))
    ) {
      lines.push({ mark: '-', text: left });
      i += 1;
    } else {
      lines.push({ mark: '+', text: right ?? '' });
      j += 1;
    }
  }
  return lines;
}

function hunks(lines: readonly Line[]): readonly string[] {
  const changed = lines.flatMap((line, index) => (line.mark === ' ' ? [] : [index]));
  const ranges: { from: number; to: number }[] = [];
  for (const index of changed) {
    const last = ranges.at(-1);
    if (last !== undefined && index - CONTEXT <= last.to) last.to = Math.min(lines.length, index + CONTEXT + 1);
    else ranges.push({ from: Math.max(0, index - CONTEXT), to: Math.min(lines.length, index + CONTEXT + 1) });
  }
  return ranges.flatMap(({ from, to }) => hunk(lines, from, to));
}

function hunk(lines: readonly Line[], from: number, to: number): readonly string[] {
  const count = (part: readonly Line[], other: Line['mark']) => part.filter((line) => line.mark !== other).length;
  const before = lines.slice(0, from);
  const part = lines.slice(from, to);
  const head = `@@ -${count(before, '+') + 1},${count(part, '+')} +${count(before, '-') + 1},${count(part, '-')} @@`;
  return [head, ...part.map((line) => `${line.mark}${line.text}`)];
}
