// Prepares growing Markdown for rendering: splits it into blocks, of which finished ones never change, and completes the last.
import remend, { type RemendOptions } from 'remend';
import { trimTrailing } from '../trim-trailing.ts';
import { parseFence, readFenceBody, type Fence } from './fence.ts';
import {
  CODE_INDENT,
  endsList,
  findHtmlEnd,
  indentation,
  isBlank,
  isFootnote,
  isMarkerSoFar,
  parseItem,
} from './line-starts.ts';
import { LinkDefinitions } from './link-definitions.ts';
import type { MarkdownBlock } from './markdown-block.ts';

/** Splits texts that grow, reading only what was added. */
export interface BlockSplitter {
  /** The blocks of the whole text. Blocks that did not change are the same objects. */
  update(text: string, complete: boolean): readonly MarkdownBlock[];
}

/** Characters compared at the end of the known text, to tell whether it was continued or replaced. */
const COMPARED = 64;
/** A longer list is split between its items, so that a growing one is parsed quickly, characters. */
const LONG_LIST = 4_000;

/** A splitter for one message. */
export function createBlockSplitter(): BlockSplitter {
  let closed: MarkdownBlock[] = [];
  let definitions = new LinkDefinitions();
  let closedLength = 0;
  let known = '';
  let hasReturns = false;
  return {
    update(given, complete) {
      if (!continues(known, given)) {
        closed = [];
        definitions = new LinkDefinitions();
        closedLength = 0;
        known = '';
        hasReturns = false;
      }
      hasReturns ||= given.includes('\r', known.length);
      known = given;
      const text = hasReturns ? given.replaceAll(/\r\n?/g, '\n') : given;
      const { blocks, consumed } = split(text.slice(closedLength), complete);
      closedLength += consumed;
      const finished = blocks.filter((block) => block.closed);
      const before = definitions.count;
      for (const block of finished) if (block.type === 'text') definitions.read(block.text);
      if (definitions.count > before) closed = closed.map((block) => definitions.apply(block));
      for (const block of finished) closed.push(definitions.apply(block));
      const open = blocks.filter((block) => !block.closed);
      return [...closed, ...open.map((block) => definitions.apply(block))];
    },
  };
}

function continues(known: string, text: string): boolean {
  if (text.length < known.length) return false;
  const from = Math.max(0, known.length - COMPARED);
  return text.slice(from, known.length) === known.slice(from);
}

interface SplitResult {
  readonly blocks: readonly MarkdownBlock[];
  /** Length of the text in closed blocks. */
  readonly consumed: number;
}

/** Reads line by line. A text block ends at a blank line followed by something that isn't part of it. */
function split(text: string, complete: boolean): SplitResult {
  const reading: Reading = { text, complete, blocks: [], consumed: 0, ...newBlock(0) };
  let at = 0;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at);
    const whole = lineEnd >= 0 || complete;
    const end = lineEnd < 0 ? text.length : lineEnd + 1;
    const line = text.slice(at, lineEnd < 0 ? end : lineEnd);
    const fence = whole ? findFence(reading, line) : undefined;
    if (fence === undefined) readLine(reading, at, line, whole);
    else if (!readFence(reading, at, end, fence)) return reading;
    at = fence === undefined ? end : reading.start;
  }
  if (complete) closeText(reading, text.length);
  else if (text.slice(reading.start).trim() !== '') {
    reading.blocks.push({ type: 'text', text: text.slice(reading.start), closed: false });
  }
  return reading;
}

/** The block that is being read. */
interface TextBlock {
  start: number;
  isEmpty: boolean;
  sawBlank: boolean;
  /** The last line can't be continued by the next one, such as a heading. */
  sawEnd: boolean;
  /** In a list: the column at which the content of its last item starts. */
  itemColumn: number | undefined;
  /** Indented code. */
  isCode: boolean;
  /** An HTML comment or element that ends only with this text. */
  untilHtml: RegExp | undefined;
}

/** The state of {@link split}. */
interface Reading extends TextBlock {
  readonly text: string;
  readonly complete: boolean;
  readonly blocks: MarkdownBlock[];
  consumed: number;
}

function newBlock(start: number): TextBlock {
  return {
    start,
    isEmpty: true,
    sawBlank: false,
    sawEnd: false,
    itemColumn: undefined,
    isCode: false,
    untilHtml: undefined,
  };
}

function closeText(reading: Reading, end: number): void {
  const body = trimTrailing(reading.text.slice(reading.start, end), '\n');
  if (body.trim() !== '') reading.blocks.push({ type: 'text', text: body, closed: true });
  Object.assign(reading, { consumed: end, ...newBlock(end) });
}

/** A fence that isn't in a list item, in indented code or in HTML: those are rendered as parts of their block. */
function findFence({ itemColumn = Number.POSITIVE_INFINITY, untilHtml }: Reading, line: string): Fence | undefined {
  const fence = untilHtml === undefined ? parseFence(line) : undefined;
  return fence !== undefined && fence.indent < itemColumn ? fence : undefined;
}

function readLine(reading: Reading, at: number, line: string, whole: boolean): void {
  if (reading.untilHtml !== undefined) {
    if (reading.untilHtml.test(line)) reading.untilHtml = undefined;
    return;
  }
  if (isBlank(line)) {
    reading.sawBlank = true;
    return;
  }
  const decides = whole || !isMarkerSoFar(line);
  if (decides && endsBlock(reading, at, line)) closeText(reading, at);
  const isFresh = reading.isEmpty || reading.sawBlank || reading.sawEnd;
  if (reading.isEmpty) reading.isCode = indentation(line) >= CODE_INDENT;
  Object.assign(reading, { isEmpty: false, sawBlank: false, sawEnd: decides && endsList(line) });
  if (decides) readContainer(reading, line, isFresh);
}

/** Whether the line is not part of the current block. */
function endsBlock({ sawBlank, itemColumn, isCode, start }: Reading, at: number, line: string): boolean {
  const isItem = itemColumn !== undefined && indentation(line) < itemColumn && parseItem(line) !== undefined;
  if (isItem) return at - start > LONG_LIST;
  if (!sawBlank) return false;
  return indentation(line) < (itemColumn ?? (isCode ? CODE_INDENT : Number.POSITIVE_INFINITY));
}

/** Notes whether the line starts or ends a list or HTML. `isFresh`: it doesn't continue a paragraph. */
function readContainer(reading: Reading, line: string, isFresh: boolean): void {
  const { itemColumn } = reading;
  if (itemColumn !== undefined && indentation(line) >= itemColumn) return;
  const item = parseItem(line);
  if (isFresh && isFootnote(line)) reading.itemColumn = CODE_INDENT;
  else if (item !== undefined && (isFresh || itemColumn !== undefined || item.interrupts))
    reading.itemColumn = item.column;
  else if (endsList(line)) reading.itemColumn = undefined;
  const html = findHtmlEnd(line);
  if (html !== undefined && !html.test(line.trimStart().slice(2))) reading.untilHtml = html;
}

/** False when the fence is still open, so that nothing can come after it. */
function readFence(reading: Reading, at: number, end: number, fence: Fence): boolean {
  closeText(reading, at);
  const body = readFenceBody(reading.text, end, fence, reading.complete);
  const closed = body.closed || reading.complete;
  if (closed) reading.consumed = body.end;
  Object.assign(reading, newBlock(body.end));
  const { language, path } = fence;
  reading.blocks.push({ type: 'fence', language, ...(path === undefined ? {} : { path }), text: body.text, closed });
  return body.closed;
}

/** Without the repairs that would make a growing text look different from the finished one. */
const REPAIRS: RemendOptions = {
  linkMode: 'text-only',
  katex: false,
  htmlTags: false,
  comparisonOperators: false,
  singleTilde: false,
};

/** Completes emphasis, code and links that a growing text has only started, so that its last line doesn't flicker. */
export function completeInline(text: string): string {
  return remend(text, REPAIRS);
}
