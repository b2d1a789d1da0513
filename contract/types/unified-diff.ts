// Changes of a text as a unified diff: tools report it, approvals and pages show it.
import { diffWordsWithSpace, formatPatch, OMIT_HEADERS, structuredPatch } from 'diff';
import type { StructuredPatchHunk } from 'diff';
import { escapeHiddenInLine } from './hidden-characters.ts';
import { takeStart } from './truncate-text.ts';

/** A diff with its counts of lines. */
export interface UnifiedDiff {
  readonly text: string;
  readonly added: number;
  readonly removed: number;
}

/** A stretch of a line; `mark` is set where the line differs from its partner. */
export interface DiffSpan {
  readonly text: string;
  readonly mark: boolean;
}

const CONTEXT_LINES = 3;
/** Beyond this many edits, the changed middle is shown as replaced: comparing takes quadratic time. */
const MAX_EDITS = 1000;
const MAX_DIFF_CHARS = 100_000;
/** Longer lines get no word marks: the marks would be noise, and comparing takes quadratic time. */
const MAX_MARKED_CHARS = 2000;

/** The diff from `before` to `after`, limited in size; empty text if they are equal. */
export function unifiedDiff(path: string, textBefore: string, textAfter: string): UnifiedDiff {
  // Line endings are shown only where they aren't the same everywhere.
  const isCrlf = [textBefore, textAfter].every((text) => !/(?:^|[^\r])\n/.test(text));
  const [before, after] = isCrlf ? [toUnix(textBefore), toUnix(textAfter)] : [textBefore, textAfter];
  // A line break in a name must not look like a line of the diff.
  const name = escapeHiddenInLine(path);
  const files = [before === '' ? '/dev/null' : `a/${name}`, `b/${name}`] as const;
  const options = { context: CONTEXT_LINES, maxEditLength: MAX_EDITS };
  const patch = structuredPatch(...files, before, after, undefined, undefined, options) ?? {
    ...structuredPatch(...files, '', ''),
    hunks: [replaceMiddle(toLines(before), toLines(after))],
  };
  const lines = patch.hunks.flatMap((hunk) => hunk.lines);
  // The library would write letters that aren't ASCII as octal numbers.
  const text = lines.length === 0 ? '' : `--- ${files[0]}\n+++ ${files[1]}\n${formatPatch(patch, OMIT_HEADERS)}`;
  return {
    text: text.length > MAX_DIFF_CHARS ? `${takeStart(text, MAX_DIFF_CHARS)}\n[… diff truncated …]` : text,
    added: lines.filter((line) => line.startsWith('+')).length,
    removed: lines.filter((line) => line.startsWith('-')).length,
  };
}

function toUnix(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function toLines(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}

/** One hunk for everything between the first and the last line that differ. */
function replaceMiddle(before: readonly string[], after: readonly string[]): StructuredPatchHunk {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const removed = before.slice(head, before.length - tail).map((line) => `-${line}`);
  const added = after.slice(head, after.length - tail).map((line) => `+${line}`);
  return {
    oldStart: head + 1,
    oldLines: removed.length,
    newStart: head + 1,
    newLines: added.length,
    lines: [...removed, ...added],
  };
}

/** Both versions of a line with their differing words marked; undefined if they have no word in common. */
export function markWords(
  before: string,
  after: string,
): { readonly before: readonly DiffSpan[]; readonly after: readonly DiffSpan[] } | undefined {
  if (before.length > MAX_MARKED_CHARS || after.length > MAX_MARKED_CHARS) return undefined;
  const parts = diffWordsWithSpace(before, after);
  const isEqual = (part: (typeof parts)[number]): boolean => !part.added && !part.removed;
  if (!parts.some((part) => isEqual(part) && /[\p{L}\p{N}]/u.test(part.value))) return undefined;
  const side = (other: 'added' | 'removed'): readonly DiffSpan[] =>
    parts.filter((part) => !part[other]).map((part) => ({ text: part.value, mark: !isEqual(part) }));
  return { before: side('added'), after: side('removed') };
}
