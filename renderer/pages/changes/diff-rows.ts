// The rows of a changed file: its parts with some lines around them, and gaps where unchanged lines are hidden.
import type { ChangedFileDetail, ChangeHunk } from '#contract/types/changes.ts';
import { markWords, type DiffSpan } from '#contract/types/unified-diff.ts';

/** Unchanged lines around a part. */
const CONTEXT_LINES = 3;

/** A line to show. Numbers start at 1. */
export interface ShownLine {
  readonly kind: 'context' | 'add' | 'remove';
  readonly oldNumber?: number;
  readonly newNumber?: number;
  readonly spans: readonly DiffSpan[];
  /** The last line of a file has no line ending. */
  readonly isUnended?: true;
}

/** A block of rows. A gap hides `count` unchanged lines after line `from` of the new version. */
export type DiffBlock =
  | { readonly kind: 'context'; readonly lines: readonly ShownLine[] }
  | { readonly kind: 'gap'; readonly from: number; readonly count: number }
  | {
      readonly kind: 'part';
      readonly part: ChangeHunk;
      readonly removed: readonly ShownLine[];
      readonly added: readonly ShownLine[];
    };

/** How to show a file. */
export interface RowOptions {
  readonly hidesWhitespace: boolean;
  /** Starts of the gaps that are expanded. */
  readonly expanded: ReadonlySet<number>;
  /** A line of the new version that is shown, even if it is unchanged. */
  readonly shownLine?: number | undefined;
}

/** The blocks of a file, from its first to its last line. */
export function toBlocks({ hunks, lines, status }: ChangedFileDetail, options: RowOptions): readonly DiffBlock[] {
  const parts = hunks.filter((part) => !(options.hidesWhitespace && isWhitespaceOnly(part)));
  // A change of the mode has no place in the file.
  if (hunks.every(({ kind }) => kind !== 'lines')) return parts.map(toPart);
  // Of a deleted file, the lines are those before the change, and all of them are in its parts.
  const unchanged = status === 'deleted' ? undefined : lines;
  const blocks: DiffBlock[] = [];
  let next = 1;
  let shift = 0;
  for (const part of parts) {
    if (part.kind !== 'lines') {
      blocks.push(toPart(part));
      continue;
    }
    blocks.push(
      ...toContext(unchanged, { from: next, to: part.newStart, shift }, options, next === 1 ? 'start' : 'middle'),
    );
    blocks.push(toPart(part));
    next = part.newStart + part.newLines.length;
    shift = part.oldStart + part.oldLines.length - next;
  }
  const end = (unchanged?.length ?? 0) + 1;
  blocks.push(...toContext(unchanged, { from: next, to: end, shift }, options, 'end'));
  return blocks;
}

/** Whether the only difference is in spaces and line endings. */
export function isWhitespaceOnly({ kind, oldLines, newLines }: ChangeHunk): boolean {
  const squeeze = (all: readonly string[]): string => all.join('').replaceAll(/\s+/g, '');
  return kind === 'lines' && squeeze(oldLines) === squeeze(newLines);
}

interface Range {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Add to a new number for the old one. */
  readonly shift: number;
}

function toContext(
  lines: readonly string[] | undefined,
  { from, to, shift }: Range,
  { expanded, shownLine = 0 }: RowOptions,
  place: 'start' | 'middle' | 'end',
): readonly DiffBlock[] {
  if (lines === undefined || to <= from) return [];
  const line = (number: number): ShownLine => ({
    kind: 'context',
    newNumber: number,
    oldNumber: number + shift,
    ...toText(lines[number - 1] ?? ''),
  });
  const slice = (first: number, end: number): DiffBlock => ({
    kind: 'context',
    lines: Array.from({ length: end - first }, (_, index) => line(first + index)),
  });
  const head = place === 'start' ? 0 : CONTEXT_LINES;
  const tail = place === 'end' ? 0 : CONTEXT_LINES;
  const hidden = to - from - head - tail;
  // A gap of one line takes as much room as the line.
  const isShown = expanded.has(from + head) || (shownLine >= from + head && shownLine < to - tail);
  if (hidden <= 1 || isShown) return [slice(from, to)];
  const gap: DiffBlock = { kind: 'gap', from: from + head, count: hidden };
  const around = [slice(from, from + head), gap, slice(to - tail, to)];
  return around.filter((block) => block.kind !== 'context' || block.lines.length > 0);
}

function toPart(part: ChangeHunk): DiffBlock {
  const removed = part.oldLines.map((text, index): ShownLine => ({
    kind: 'remove',
    oldNumber: part.oldStart + index,
    ...toText(text),
  }));
  const added = part.newLines.map((text, index): ShownLine => ({
    kind: 'add',
    newNumber: part.newStart + index,
    ...toText(text),
  }));
  if (removed.length !== added.length) return { kind: 'part', part, removed, added };
  const pairs = removed.map((line, index) => markPair(line, added[index] ?? line));
  return { kind: 'part', part, removed: pairs.map(([line]) => line), added: pairs.map(([, line]) => line) };
}

function markPair(before: ShownLine, after: ShownLine): readonly [ShownLine, ShownLine] {
  const marked = markWords(before.spans[0]?.text ?? '', after.spans[0]?.text ?? '');
  if (marked === undefined) return [before, after];
  return [
    { ...before, spans: marked.before },
    { ...after, spans: marked.after },
  ];
}

function toText(line: string): Pick<ShownLine, 'spans' | 'isUnended'> {
  const text = line.replace(/\r?\n$/, '');
  return { spans: [{ text, mark: false }], ...(line.endsWith('\n') ? {} : { isUnended: true }) };
}
