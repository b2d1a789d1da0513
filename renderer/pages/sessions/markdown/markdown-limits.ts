// Decides which blocks are parsed as Markdown: plain text needs no parser, and hostile text could stall it.
import { removeFences } from './prose.ts';

/** Long lists are split before they are this long; tables aren't. */
const MAX_LENGTH = 60_000;
/** Longest paragraph, because some markup takes quadratic time in it. */
const MAX_PARAGRAPH = 12_000;
const MAX_EMPHASIS = 6_000;
const MAX_QUOTE_DEPTH = 40;
const MAX_INDENT = 80;
const MAX_STRIKES = 400;
const MAX_BRACKETS = 3_000;

/** False for text that no one writes by hand; such a block is shown as plain text. */
export function isWithinLimits(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  return isProseWithinLimits(removeFences(text));
}

function isProseWithinLimits(text: string): boolean {
  if (count(text, '~~') > MAX_STRIKES || count(text, '[') > MAX_BRACKETS) return false;
  if (count(text, '*') + count(text, '_') > MAX_EMPHASIS || longestParagraph(text) > MAX_PARAGRAPH) return false;
  return text.split('\n').every((line) => quoteDepth(line) <= MAX_QUOTE_DEPTH && indentation(line) <= MAX_INDENT);
}

const LONG_OPEN = 8_000;
const GROWTH = 1.03;

/** The part of a growing block to render. A long one is rendered in steps, because parsing it for each word takes too long. */
export function takeSettled(text: string): string {
  if (text.length <= LONG_OPEN) return text;
  const steps = Math.floor(Math.log(text.length / LONG_OPEN) / Math.log(GROWTH));
  const end = text.lastIndexOf('\n', LONG_OPEN * GROWTH ** steps);
  return end <= 0 ? text : text.slice(0, end);
}

/** Characters with a meaning in Markdown anywhere in a line, and URLs that become links. */
const MARKUP = /[*_`~[\]<>&|\\#@\n]|:\/\/|www\./;
/** Line starts that are not part of a paragraph. */
const BEGINNING = /^(?:\s|[-+=>]|\d+[.)])/;

/** True for a paragraph without markup, which needs no parser. Most streamed text is like that. */
export function isPlain(text: string): boolean {
  return !MARKUP.test(text) && !BEGINNING.test(text);
}

/** Length of the longest run of lines that can be one paragraph, unlike list items and table rows. */
function longestParagraph(text: string): number {
  if (text.length <= MAX_PARAGRAPH) return text.length;
  let longest = 0;
  let length = 0;
  for (const line of text.split('\n')) {
    const isSeparate = line.trim() === '' || line.includes('|') || BEGINNING.test(line.trimStart());
    length = isSeparate ? line.length : length + line.length;
    longest = Math.max(longest, length);
  }
  return longest;
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}

/** The number of quote and list markers at the start of a line. */
function quoteDepth(line: string): number {
  let depth = 0;
  for (const sign of line) {
    if (sign === '>' || sign === '-' || sign === '*' || sign === '+') depth += 1;
    else if (sign !== ' ' && sign !== '\t') break;
  }
  // A line of dashes is a rule, not a list.
  return line.includes(' ') || line.startsWith('>') ? depth : 0;
}

function indentation(line: string): number {
  return line.length - line.trimStart().length;
}
