// Finds where to end a text that is too long for a message.

/** Characters before the end that are searched for a space. */
const SPACE_SEARCH = 80;
/** Characters before the end that are searched for the start of an emoji or a letter with its accents. */
const GRAPHEME_SEARCH = 64;
const GRAPHEMES = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The longest start of a text that fits, preferably up to a space; at least one character. `fits` must hold for shorter ones, too. */
export function longestStart(text: string, fits: (start: string) => boolean): string {
  if (fits(text)) return text;
  let low = 0;
  let high = text.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(text.slice(0, middle))) low = middle;
    else high = middle;
  }
  return text.slice(0, findEnd(text, low));
}

function findEnd(text: string, end: number): number {
  const space = text.lastIndexOf(' ', end - 1);
  if (space > 0 && space >= end - SPACE_SEARCH) return space + 1;
  const from = Math.max(0, end - GRAPHEME_SEARCH);
  const window = text.slice(from, end + GRAPHEME_SEARCH);
  const boundaries = [...GRAPHEMES.segment(window)]
    .map(({ index }) => from + index)
    .filter((at) => at > 0 && at <= end);
  const last = boundaries.at(-1) ?? end;
  if (last > 0) return avoidHalf(text, last);
  return avoidHalf(text, 1);
}

/** A pair of surrogates is one character. */
function avoidHalf(text: string, last: number): number {
  const isHalf =
    isBetween(text.charCodeAt(last - 1), 0xd8_00, 0xdb_ff) && isBetween(text.charCodeAt(last), 0xdc_00, 0xdf_ff);
  if (!isHalf) return last;
  return last > 1 ? last - 1 : 2;
}

function isBetween(code: number, first: number, last: number): boolean {
  return code >= first && code <= last;
}
