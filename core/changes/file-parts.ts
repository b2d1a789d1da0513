// The parts of a change of one file, each of which can be accepted or rejected. Their IDs depend only on their content.
import { MAX_COMPARED_BYTES, type FileMode } from '#contract/types/changes.ts';
import { isBinary } from './byte-text.ts';
import { hashContent } from './content-hash.ts';
import { findEdits } from './known-edits.ts';
import { splitLines, type LineEdit } from './line-diff.ts';
import { mergeLines } from './merge-lines.ts';

/** A file, as a byte text; undefined if there is none. */
export type FileSide = { readonly mode: FileMode; readonly text: string } | undefined;

/** A part of a change: a range of lines, the mode, or the whole file if it can't be divided. */
export type FilePart =
  | { readonly kind: 'lines'; readonly id: string; readonly edit: LineEdit }
  | { readonly kind: 'mode' | 'file'; readonly id: string };

/** Whether a version is a symbolic link, whose text is its target. */
export function isLink(side: FileSide): boolean {
  return side?.mode === '120000';
}

const isDivided = (side: FileSide): boolean =>
  side === undefined || (!isLink(side) && side.text.length <= MAX_COMPARED_BYTES && !isBinary(side.text));

/** Whether a change can be divided into lines. */
export function hasLines(before: FileSide, after: FileSide): boolean {
  return isDivided(before) && isDivided(after);
}

/** The parts of the change from one version of a file to another. */
export function findParts(before: FileSide, after: FileSide): readonly FilePart[] {
  return compareSides(before, after).parts;
}

/** Two versions of a file: their lines, and the parts in which they differ. */
export interface SidesComparison {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly parts: readonly FilePart[];
}

/** Compares two versions of a file. */
export function compareSides(before: FileSide, after: FileSide): SidesComparison {
  const lines = { before: splitLines(before?.text ?? ''), after: splitLines(after?.text ?? '') };
  return { ...lines, parts: listParts(before, after, lines) };
}

function listParts(before: FileSide, after: FileSide, lines: Omit<SidesComparison, 'parts'>): readonly FilePart[] {
  if (isSameSide(before, after)) return [];
  if (!hasLines(before, after)) return [{ kind: 'file', id: hashContent(toKey(before) + toKey(after)) }];
  const hunks = findHunks(findEdits(before?.text ?? '', after?.text ?? ''), lines);
  // An empty file was created or deleted.
  if (hunks.length === 0 && (before === undefined || after === undefined))
    return [{ kind: 'file', id: hashContent(toKey(before) + toKey(after)) }];
  const hasMode = before !== undefined && after !== undefined && before.mode !== after.mode;
  return hasMode ? [{ kind: 'mode', id: hashContent(`mode ${before.mode} ${after.mode}`) }, ...hunks] : hunks;
}

function toKey(side: FileSide): string {
  return side === undefined ? 'none\0' : `${side.mode} ${side.text.length} ${side.text}\0`;
}

/** Identical hunks of a file are numbered. */
function findHunks(edits: readonly LineEdit[], { before, after }: Omit<SidesComparison, 'parts'>): readonly FilePart[] {
  const counts = new Map<string, number>();
  return edits.map((edit) => {
    const removed = before.slice(edit.beforeStart, edit.beforeEnd).join('');
    const hash = hashContent(`${removed.length} ${removed}${after.slice(edit.afterStart, edit.afterEnd).join('')}`);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return { kind: 'lines', id: count === 1 ? hash : `${hash}-${count}`, edit };
  });
}

/** Whether two versions are the same. */
export function isSameSide(a: FileSide, b: FileSide): boolean {
  return a?.mode === b?.mode && a?.text === b?.text && (a === undefined) === (b === undefined);
}

/** What becomes of a part: it is taken or left out, or its lines are replaced by other text. */
export type PartChoice = boolean | { readonly text: string };

/** `before` with some of the parts of its change to `after`. */
export function chooseParts(before: FileSide, after: FileSide, choose: (part: FilePart) => PartChoice): FileSide {
  const compared = compareSides(before, after);
  const choices = compared.parts.map((part) => ({ part, choice: choose(part) }));
  if (choices.every(({ choice }) => choice === true)) return after;
  if (choices.every(({ choice }) => choice === false)) return before;
  const existing = after ?? before;
  if (existing === undefined || !hasLines(before, after)) return before;
  const isTaken = (kind: FilePart['kind']): boolean =>
    choices.some(({ part, choice }) => part.kind === kind && choice === true);
  const mode = before === undefined || isTaken('mode') ? existing.mode : before.mode;
  return { mode, text: joinChoices(compared.before, compared.after, choices) };
}

function joinChoices(
  before: readonly string[],
  after: readonly string[],
  choices: readonly { readonly part: FilePart; readonly choice: PartChoice }[],
): string {
  let text = '';
  let at = 0;
  for (const { part, choice } of choices) {
    if (part.kind !== 'lines') continue;
    const { beforeStart, beforeEnd, afterStart, afterEnd } = part.edit;
    text += before.slice(at, beforeStart).join('');
    if (typeof choice === 'object') text += choice.text;
    else text += (choice ? after.slice(afterStart, afterEnd) : before.slice(beforeStart, beforeEnd)).join('');
    at = beforeEnd;
  }
  return text + before.slice(at).join('');
}

/** A version, or the line at which a change overlaps a later one; without a line, the files as a whole conflict. */
export type Rebase = { readonly side: FileSide } | { readonly conflict: { readonly line?: number } };

/** Applies the change between two versions to a third one, of which everything else is kept byte for byte. */
export function rebaseSide(from: FileSide, to: FileSide, onto: FileSide): Rebase {
  if (isSameSide(from, to) || isSameSide(onto, to)) return { side: onto };
  if (isSameSide(from, onto)) return { side: to };
  if (from === undefined || to === undefined || onto === undefined) return { conflict: {} };
  const mode = from.mode === to.mode ? onto.mode : to.mode;
  if (from.mode !== to.mode && onto.mode !== from.mode && onto.mode !== to.mode) return { conflict: {} };
  if (from.text === to.text) return { side: { mode, text: onto.text } };
  if (from.text === onto.text) return { side: { mode, text: to.text } };
  if (!hasLines(from, to) || !hasLines(onto, onto)) return { conflict: {} };
  const merge = mergeLines(from.text, onto.text, to.text);
  return 'conflict' in merge ? merge : { side: { mode, text: merge.text } };
}
