// The lines with which git marks a conflict in a text.

/** The first and last line of a conflict that a merge left, with the name of each side. */
const MARKERS = [/^<{7} \S/m, /^>{7} \S/m] as const;

/** Whether a text still has a conflict in it. A row of equals signs alone, such as below a heading, is none. */
export function hasConflictMarkers(text: string): boolean {
  return MARKERS.every((marker) => marker.test(text));
}
