// What the start of a line means, as in CommonMark 0.31: list items, indentation, HTML that ends only with a certain text.

/** Columns of indentation that make a line code. */
export const CODE_INDENT = 4;
const TAB_WIDTH = 4;
const ITEM = /^( {0,3})([-*+]|\d{1,9}[.)])(?:([ \t]+)(\S?)|$)/;
const THEMATIC_BREAK = /^ {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}$/;
const HEADING_OR_QUOTE = /^ {0,3}(?:#{1,6}(?:[ \t]|$)|>)/;
/** Content further right than this is indented code within the item. */
const MAX_PADDING = 4;

/** Whether a line has only spaces and tabs. */
export function isBlank(line: string): boolean {
  return line.trim() === '';
}

/** The column of a line's first character. */
export function indentation(line: string): number {
  let column = 0;
  for (const sign of line) {
    if (sign === ' ') column += 1;
    else if (sign === '\t') column += TAB_WIDTH - (column % TAB_WIDTH);
    else break;
  }
  return column;
}

/** The start of a list item. */
export interface ItemStart {
  /** The column at which its content starts. */
  readonly column: number;
  /** Whether it can follow the line of a paragraph directly. */
  readonly interrupts: boolean;
}

/** The list item that a line starts. */
export function parseItem(line: string): ItemStart | undefined {
  const [, indent = '', marker, padding = '', content = ''] = ITEM.exec(line) ?? [];
  if (marker === undefined || THEMATIC_BREAK.test(line)) return undefined;
  const edge = indent.length + marker.length;
  const width = indentation(' '.repeat(edge) + padding) - edge;
  const isPadded = content !== '' && width <= MAX_PADDING;
  const canFollow = !/^\d/.test(marker) || /^0*1[.)]$/.test(marker);
  return { column: edge + (isPadded ? width : 1), interrupts: content !== '' && canFollow };
}

/** Whether an unindented line ends a list even directly after it: a heading, a quote, or a rule. */
export function endsList(line: string): boolean {
  return HEADING_OR_QUOTE.test(line) || THEMATIC_BREAK.test(line);
}

/** Whether it isn't known yet if an incomplete line starts a list item, is a rule, or is indented. */
export function isMarkerSoFar(line: string): boolean {
  return /^\s*(?:\d{1,9}[.)]?\s*|[+*_\s-]*)$/.test(line);
}

/** Whether a line starts a footnote, whose further paragraphs are indented. */
export function isFootnote(line: string): boolean {
  return /^ {0,3}\[\^[^\]\s]{1,100}\]:/.test(line);
}

const HTML: readonly (readonly [start: RegExp, end: RegExp])[] = [
  [/^ {0,3}<(?:pre|script|style|textarea)(?:[\s>]|$)/i, /<\/(?:pre|script|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
];

/** What ends the HTML that a line starts, if a blank line doesn't. */
export function findHtmlEnd(line: string): RegExp | undefined {
  return HTML.find(([start]) => start.test(line))?.[1];
}
