// Decides which blocks are parsed as Markdown: plain text needs no parser, and hostile text could stall it.

const MAX_LENGTH = 12_000;
const MAX_QUOTE_DEPTH = 40;
const MAX_INDENT = 80;
const MAX_STRIKES = 400;
const MAX_BRACKETS = 3_000;

/** False for text that no one writes by hand; such a block is shown as plain text. */
export function isWithinLimits(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  if (count(text, '~~') > MAX_STRIKES || count(text, '[') > MAX_BRACKETS) return false;
  return text.split('\n').every((line) => quoteDepth(line) <= MAX_QUOTE_DEPTH && indentation(line) <= MAX_INDENT);
}

/** Characters with a meaning in Markdown anywhere in a line, and URLs that become links. */
const MARKUP = /[*_`~[\]<>&|\\#@\n]|:\/\/|www\./;
/** Line starts that are not part of a paragraph. */
const BEGINNING = /^(?:\s|[-+=>]|\d+[.)])/;

/** True for a paragraph without markup, which needs no parser. Most streamed text is like that. */
export function isPlain(text: string): boolean {
  return !MARKUP.test(text) && !BEGINNING.test(text);
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
