// Shortens text. Every length is in UTF-16 units, and no cut separates what a reader sees as one character.

const ELLIPSIS = '…';
/** Longest character that is kept whole, such as a family emoji with skin tones. Endless piles of accents aren't. */
const MAX_CHARACTER = 64;
/** Code units of the letters that flags consist of. */
const FLAG_UNIT = /\ud83c|[\udde6-\uddff]/;

/** The text, or its start with an ellipsis: at most `maxLength` long. */
export function truncateText(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : takeStart(text, maxLength - ELLIPSIS.length) + ELLIPSIS;
}

/** The text on one line, with each run of white space as one space, and at most `maxLength` long. */
export function truncateLine(text: string, maxLength: number): string {
  // The rest of a long text can't be on the line unless most of it is white space.
  const start = truncateText(text, maxLength * 4);
  return truncateText(start.replaceAll(/\s+/g, ' ').trim(), maxLength).replace(/ …$/, ELLIPSIS);
}

/** The longest start of the text that is at most `maxLength` long. */
export function takeStart(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(0, findCharacter(text, Math.max(0, maxLength))[0]);
}

/** The longest end of the text that is at most `maxLength` long. */
export function takeEnd(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : text.slice(findCharacter(text, text.length - Math.max(0, maxLength))[1]);
}

/** The first character; empty for an empty text. */
export function takeFirst(text: string): string {
  return text.slice(0, findCharacter(text, 1)[1]);
}

let graphemes: Intl.Segmenter | undefined;

/** Where the character starts and ends in whose middle a cut at `at` would be; twice `at` if it would be between two. */
function findCharacter(text: string, at: number): readonly [start: number, end: number] {
  if (at <= 0 || at >= text.length || isBetweenSimple(text, at)) return [at, at];
  graphemes ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  let from = Math.max(0, at - MAX_CHARACTER);
  // Flags are pairs, which must be counted from the first one.
  while (from > 0 && FLAG_UNIT.test(text.charAt(from - 1))) from -= 1;
  const found = graphemes.segment(text.slice(from, at + MAX_CHARACTER)).containing(at - from);
  const start = from + (found?.index ?? 0);
  const end = start + (found?.segment.length ?? 0);
  if (start === at) return [at, at];
  const isWhole = (start > from || from === 0) && end - start < MAX_CHARACTER;
  return isWhole ? [start, end] : isInsidePair(text, at) ? [at - 1, at + 1] : [at, at];
}

/** Below U+0300, every code unit is a separate character, except a line feed after a carriage return. */
function isBetweenSimple(text: string, at: number): boolean {
  const next = text.charCodeAt(at);
  return next < 0x300 && text.charCodeAt(at - 1) < 0x300 && next !== 0x0a;
}

/** Whether a cut before unit `at` would separate the two halves of a surrogate pair. */
function isInsidePair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xff_ff;
}
