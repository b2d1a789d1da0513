// Shortens text for display.

const ELLIPSIS = '…';

/** The text, or its start with an ellipsis: at most `maxLength` UTF-16 units, and never half of a surrogate pair. */
export function truncateText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - ELLIPSIS.length;
  return text.slice(0, isInsidePair(text, end) ? end - 1 : end) + ELLIPSIS;
}

/** Whether a cut before unit `at` would separate the two halves of a surrogate pair. */
function isInsidePair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xff_ff;
}

/** The text on one line, with each run of white space as one space, and at most `maxLength` UTF-16 units. */
export function truncateLine(text: string, maxLength: number): string {
  // The rest of a long text can't be on the line unless most of it is white space.
  const start = truncateText(text, maxLength * 4);
  return truncateText(start.replaceAll(/\s+/g, ' ').trim(), maxLength).replace(/ …$/, ELLIPSIS);
}
