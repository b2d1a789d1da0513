// Merges two changes of the same text. Changes that overlap are a conflict; nothing is guessed.
import { diffLines, splitLines, type LineEdit } from './line-diff.ts';

/** The merged text, or the first lines of `ours` (from 1) that both changed. */
export type Merge = { readonly text: string } | { readonly conflict: { readonly line: number } };

/** An edit of the common text, with the lines that replace its range. */
interface Patch {
  readonly edit: LineEdit;
  readonly lines: readonly string[];
}

/** `ours` with the change from `base` to `theirs`. */
export function mergeLines(base: string, ours: string, theirs: string): Merge {
  if (base === theirs || ours === theirs) return { text: ours };
  if (base === ours) return { text: theirs };
  const lines = splitLines(base);
  const own = toPatches(lines, splitLines(ours));
  const other = toPatches(lines, splitLines(theirs));
  const merged: Patch[] = [];
  let next = 0;
  for (const patch of own) {
    while (next < other.length && comesBefore(other[next], patch)) merged.push(...take(other, next++));
    const rival = other[next];
    if (rival !== undefined && overlaps(rival.edit, patch.edit)) {
      if (!isSame(rival, patch)) return { conflict: { line: patch.edit.afterStart + 1 } };
      next += 1;
    }
    merged.push(patch);
  }
  merged.push(...other.slice(next));
  const conflict = findOverlap(merged);
  return conflict === undefined ? { text: applyPatches(lines, merged) } : { conflict };
}

function toPatches(base: readonly string[], changed: readonly string[]): readonly Patch[] {
  return diffLines(base, changed).map((edit) => ({ edit, lines: changed.slice(edit.afterStart, edit.afterEnd) }));
}

function take(patches: readonly Patch[], index: number): readonly Patch[] {
  return patches.slice(index, index + 1);
}

/** Whether an edit ends before the other one starts. Of an insertion and a replacement at the same line, the insertion is first. */
function comesBefore(patch: Patch | undefined, other: Patch): boolean {
  if (patch === undefined || overlaps(patch.edit, other.edit)) return false;
  const { beforeStart: start, beforeEnd: end } = patch.edit;
  if (start !== other.edit.beforeStart) return start < other.edit.beforeStart;
  return end < other.edit.beforeEnd;
}

/** Whether two edits change the same line, or insert at the same place. Edits of neighboring lines don't overlap. */
function overlaps(a: LineEdit, b: LineEdit): boolean {
  const isInsertion = (edit: LineEdit): boolean => edit.beforeStart === edit.beforeEnd;
  if (isInsertion(a) && isInsertion(b)) return a.beforeStart === b.beforeStart;
  if (isInsertion(a)) return b.beforeStart < a.beforeStart && a.beforeStart < b.beforeEnd;
  if (isInsertion(b)) return a.beforeStart < b.beforeStart && b.beforeStart < a.beforeEnd;
  return a.beforeStart < b.beforeEnd && b.beforeStart < a.beforeEnd;
}

function isSame(a: Patch, b: Patch): boolean {
  return (
    a.edit.beforeStart === b.edit.beforeStart &&
    a.edit.beforeEnd === b.edit.beforeEnd &&
    a.lines.length === b.lines.length &&
    a.lines.every((line, index) => line === b.lines[index])
  );
}

/** One edit can overlap several of the other side. */
function findOverlap(merged: readonly Patch[]): { readonly line: number } | undefined {
  for (let at = 1; at < merged.length; at += 1) {
    const [a, b] = [merged[at - 1], merged[at]];
    if (a !== undefined && b !== undefined && (overlaps(a.edit, b.edit) || a.edit.beforeEnd > b.edit.beforeStart))
      return { line: b.edit.afterStart + 1 };
  }
  return undefined;
}

function applyPatches(base: readonly string[], patches: readonly Patch[]): string {
  let text = '';
  let at = 0;
  for (const { edit, lines } of patches) {
    text += base.slice(at, edit.beforeStart).join('') + lines.join('');
    at = edit.beforeEnd;
  }
  return text + base.slice(at).join('');
}
