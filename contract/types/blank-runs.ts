// Long runs of blank space, which push the rest of a text out of sight.

/** A part of a text: text as it is, or the number of blank lines or spaces that a run has. */
export type BlankPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'lines'; readonly count: number }
  | { readonly kind: 'spaces'; readonly count: number };

/** Three or more blank lines, or more spaces than any sensible indentation. */
const RUN = /\n(?:[^\S\n]*\n){3,}|[^\S\n]{80,}/g;

/** The text in parts, with each long run of blank lines or spaces counted instead of contained. */
export function splitBlankRuns(text: string): readonly BlankPart[] {
  const parts: BlankPart[] = [];
  let end = 0;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const breaks = run.split('\n').length - 1;
    // The line breaks around blank lines remain.
    const [before, after] = breaks === 0 ? ['', ''] : ['\n', '\n'];
    parts.push({ kind: 'text', text: text.slice(end, index) + before });
    parts.push(breaks === 0 ? { kind: 'spaces', count: run.length } : { kind: 'lines', count: breaks - 1 });
    parts.push({ kind: 'text', text: after });
    end = index + run.length;
  }
  parts.push({ kind: 'text', text: text.slice(end) });
  return parts.filter((part) => part.kind !== 'text' || part.text !== '');
}
