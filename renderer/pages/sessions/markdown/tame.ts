// Which blocks go through the markdown parser: plain prose need not, and hostile text, which would hold it up, must not.

const LONGEST = 12_000;
const DEEPEST_QUOTE = 40;
const DEEPEST_INDENT = 80;
const MOST_STRIKES = 400;
const MOST_BRACKETS = 3_000;

/** False for what no one writes by hand: such a block is shown as it stands. */
export function isTame(text: string): boolean {
  if (text.length > LONGEST) return false;
  if (count(text, '~~') > MOST_STRIKES || count(text, '[') > MOST_BRACKETS) return false;
  return text.split('\n').every((line) => depthOf(line) <= DEEPEST_QUOTE && indentOf(line) <= DEEPEST_INDENT);
}

/** Signs that mean something to markdown anywhere in a line, and addresses that become links. */
const MARKUP = /[*_`~[\]<>&|\\#@\n]|:\/\/|www\./;
/** Beginnings of lines that are not a paragraph's. */
const BEGINNING = /^(?:\s|[-+=>]|\d+[.)])/;

/** True for a paragraph without any markup: it needs no parser, which is most of what streams. */
export function isPlain(text: string): boolean {
  return !MARKUP.test(text) && !BEGINNING.test(text);
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) found += 1;
  return found;
}

/** Signs of quotes and lists at the start of a line, each of which opens a level. */
function depthOf(line: string): number {
  let depth = 0;
  for (const sign of line) {
    if (sign === '>' || sign === '-' || sign === '*' || sign === '+') depth += 1;
    else if (sign !== ' ' && sign !== '\t') break;
  }
  // A line of dashes is a rule, not a list.
  return line.includes(' ') || line.startsWith('>') ? depth : 0;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
