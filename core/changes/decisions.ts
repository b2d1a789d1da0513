// What a decision does with a file: which version it gets on disk, and what is left to decide on. Pure.
import type { FilePart, FileSide } from './file-parts.ts';
import { chooseParts, findParts, rebaseSide } from './file-parts.ts';

/** A decision on parts of the change between two versions. Without hunks, on all of them. */
export interface Decision {
  readonly kind: 'accept' | 'reject' | 'edit';
  readonly before: FileSide;
  readonly after: FileSide;
  readonly hunks?: readonly string[] | undefined;
  /** For an edit: the new lines, as a byte text. */
  readonly text?: string | undefined;
}

/** The versions of a file that a decision affects; a file without changes to decide on has no state. */
export interface Affected {
  readonly state: { readonly before: FileSide; readonly after: FileSide } | undefined;
  readonly disk: FileSide;
}

/** The affected versions afterwards; or the line at which a later change is in the way, if it is known. */
export type Decided = Affected | { readonly conflict: { readonly line?: number } };

/** IDs of a decision that aren't those of a part. */
export function findUnknownHunks({ before, after, hunks = [] }: Decision): readonly string[] {
  const known = new Set(findParts(before, after).map(({ id }) => id));
  return hunks.filter((id) => !known.has(id));
}

/** Applies a decision. What the person changed since stays byte for byte. */
export function decide(decision: Decision, affected: Affected): Decided {
  const { kind, before, after, hunks, text } = decision;
  const isChosen = ({ id }: FilePart): boolean => hunks === undefined || hunks.includes(id);
  const replaced = text === undefined ? true : { text };
  const accepted = chooseParts(before, after, (part) => isChosen(part) && replaced);
  const kept = chooseParts(before, after, (part) => (isChosen(part) ? kind === 'edit' && replaced : true));
  const { state, disk } = affected;
  const takesBefore = kind !== 'reject';
  const takesAfter = kind !== 'accept';
  const nextBefore = takesBefore && state !== undefined ? rebaseSide(before, accepted, state.before) : undefined;
  const nextAfter = takesAfter && state !== undefined ? rebaseSide(after, kept, state.after) : undefined;
  const nextDisk = takesAfter ? rebaseSide(after, kept, disk) : { side: disk };
  for (const next of [nextDisk, nextBefore, nextAfter])
    if (next !== undefined && 'conflict' in next) return { conflict: next.conflict };
  if ('conflict' in nextDisk) return nextDisk;
  const nextState =
    state === undefined ? undefined : { before: pick(nextBefore, state.before), after: pick(nextAfter, state.after) };
  return { state: nextState, disk: nextDisk.side };
}

function pick(next: ReturnType<typeof rebaseSide> | undefined, otherwise: FileSide): FileSide {
  return next === undefined || 'conflict' in next ? otherwise : next.side;
}
