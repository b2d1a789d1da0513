// Token counts as servers report them. They are stored and added up, so no other value gets in.

/** Counts above this aren't believed. */
const MAX_COUNT = 1_000_000_000;

/** A token count; undefined for anything else. */
export function readTokenCount(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= MAX_COUNT ? Math.round(value) : undefined;
}
