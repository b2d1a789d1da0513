// Finds ports that no other folder has.
import type { PortRange } from '#contract/types/projects.ts';

/** Whether two ranges have a port in common. */
export function overlaps(one: PortRange, other: PortRange): boolean {
  return one.first <= other.last && other.first <= one.last;
}

/** The first `count` ports in a row within `from` that are in none of the `used` ranges. */
export function findFreePorts(used: readonly PortRange[], count: number, from: PortRange): PortRange | undefined {
  let { first } = from;
  for (const range of used.toSorted((a, b) => a.first - b.first)) {
    if (range.last < first) continue;
    if (range.first - first >= count) break;
    first = range.last + 1;
  }
  const last = first + count - 1;
  return last > from.last ? undefined : { first, last };
}
