// The edits between texts. A list of changes counts their lines and shows them right after, so the last results are kept.
import { diffLines, splitLines, type LineEdit } from './line-diff.ts';

/** Results that are kept, and the longest text whose result is, characters. */
const MAX_KEPT = 1024;
const MAX_KEPT_TEXT = 64 * 1024;

interface Known {
  readonly before: string;
  readonly after: string;
  readonly edits: readonly LineEdit[];
}

/** By the later text; the oldest one is first. */
const kept = new Map<string, Known>();

/** The regions in which the lines of two texts differ, as of {@link diffLines}. */
export function findEdits(before: string, after: string): readonly LineEdit[] {
  const known = kept.get(after);
  if (known?.before === before) return known.edits;
  const edits = diffLines(splitLines(before), splitLines(after));
  if (before.length <= MAX_KEPT_TEXT && after.length <= MAX_KEPT_TEXT) keep({ before, after, edits });
  return edits;
}

function keep(found: Known): void {
  kept.delete(found.after);
  kept.set(found.after, found);
  for (const oldest of kept.keys()) {
    if (kept.size <= MAX_KEPT) break;
    kept.delete(oldest);
  }
}
