// A form in which texts that look the same are equal: people and models type one form, the disk has another.

/** Spaces that look like an ordinary one, as in names of macOS screenshots. */
const SPACES = '\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000';
const SPACE = new RegExp(`[${SPACES}]`, 'g');
/** Stretches that the comparable form may change: marks with what they belong to, Hangul, singletons, and spaces. */
const STRETCH = new RegExp(
  `[\\u1100-\\u115f][\\u1160-\\u11a7]?[\\u11a8-\\u11ff]?|[\\uac00-\\ud7a3][\\u11a8-\\u11ff]|[${SPACES}]|[^\\p{M}\\u0000-\\u007f]\\p{M}*|[\\u0000-\\u007f]\\p{M}+`,
  'gu',
);
const NON_ASCII = /[^\u0000-\u007f]/;

/** The text in Unicode's composed form (NFC), with every kind of space as an ordinary one. */
export function toComparable(text: string): string {
  return NON_ASCII.test(text) ? text.normalize('NFC').replaceAll(SPACE, ' ') : text;
}

/** A text in another form that can be searched; what was found can be looked up in the original. */
export interface FoldedText {
  readonly text: string;
  /** The offset in the original of an offset in `text`; undefined within something that is one unit in the original. */
  originalOffset(offset: number): number | undefined;
}

/** A carriage return ends a line only in a text without line feeds. */
function endingsIn(text: string): string {
  return text.includes('\n') ? String.raw`\r\n` : String.raw`\r`;
}

/** Folds line endings to line feeds and, if `isLoose`, everything else to the comparable form. */
export function foldText(original: string, isLoose: boolean): FoldedText {
  const pattern = new RegExp(isLoose ? `${endingsIn(original)}|${STRETCH.source}` : endingsIn(original), 'gu');
  const parts: string[] = [];
  /** Where the difference between both offsets changes: the offset in `text`, its length there, and the offset after it in the original. */
  const shifts: { readonly at: number; readonly length: number; readonly next: number }[] = [];
  let length = 0;
  let end = 0;
  for (const { 0: stretch, index } of original.matchAll(pattern)) {
    const folded = /^\r\n?$/.test(stretch) ? '\n' : toComparable(stretch);
    if (folded === stretch) continue;
    parts.push(original.slice(end, index), folded);
    length += index - end;
    end = index + stretch.length;
    shifts.push({ at: length, length: folded.length, next: end });
    length += folded.length;
  }
  parts.push(original.slice(end));
  return { text: parts.join(''), originalOffset: (offset) => findOriginal(shifts, offset) };
}

function findOriginal(
  shifts: readonly { readonly at: number; readonly length: number; readonly next: number }[],
  offset: number,
): number | undefined {
  let low = 0;
  let high = shifts.length;
  // The number of shifts that start before the offset.
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle]?.at ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const last = shifts[low - 1];
  if (last === undefined) return offset;
  const after = offset - last.at - last.length;
  return after < 0 ? undefined : last.next + after;
}
