// Prepares growing Markdown for rendering: splits it into blocks, of which finished ones never change, and completes the last.
import remend, { type RemendOptions } from 'remend';
import { trimTrailing } from '../trim-trailing.ts';

/** A block. A fence's `text` is its code, without the fence lines. `closed`: it can't grow any more. */
export type MarkdownBlock =
  | { readonly type: 'text'; readonly text: string; readonly closed: boolean }
  | { readonly type: 'fence'; readonly language: string; readonly text: string; readonly closed: boolean };

/** Splits texts that grow, reading only what was added. */
export interface BlockSplitter {
  /** The blocks of the whole text. Blocks that did not change are the same objects. */
  update(text: string, complete: boolean): readonly MarkdownBlock[];
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LIST_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])\s/;
/** Characters compared at the end of the known text, to tell whether it was continued or replaced. */
const COMPARED = 64;

/** A splitter for one message. */
export function createBlockSplitter(): BlockSplitter {
  let closed: MarkdownBlock[] = [];
  let closedLength = 0;
  let known = '';
  return {
    update(text, complete) {
      if (!continues(known, text)) {
        closed = [];
        closedLength = 0;
      }
      known = text;
      const { blocks, consumed } = split(text.slice(closedLength), complete);
      const finished = blocks.filter((block) => block.closed);
      closed = [...closed, ...finished];
      closedLength += consumed;
      const open = blocks.filter((block) => !block.closed);
      return [...closed, ...open];
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
  const reading: Reading = { text, complete, blocks: [], consumed: 0, start: 0, sawBlank: false, inList: false };
  let at = 0;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at);
    const whole = lineEnd >= 0 || complete;
    const end = lineEnd < 0 ? text.length : lineEnd + 1;
    const line = text.slice(at, lineEnd < 0 ? end : lineEnd);
    const fence = whole ? parseFence(line) : undefined;
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

/** The state of {@link split}. */
interface Reading {
  readonly text: string;
  readonly complete: boolean;
  readonly blocks: MarkdownBlock[];
  consumed: number;
  /** Start of the current block. */
  start: number;
  sawBlank: boolean;
  inList: boolean;
}

function closeText(reading: Reading, end: number): void {
  const body = trimTrailing(reading.text.slice(reading.start, end), '\n');
  if (body.trim() !== '') reading.blocks.push({ type: 'text', text: body, closed: true });
  Object.assign(reading, { consumed: end, start: end, sawBlank: false, inList: false });
}

function readLine(reading: Reading, at: number, line: string, whole: boolean): void {
  if (line.trim() === '') {
    reading.sawBlank = true;
    return;
  }
  // The start of a line may still become a list item or an indentation, so only complete or long lines decide.
  const decides = whole || line.length > 4;
  if (reading.sawBlank && decides && !belongs(line, reading.inList)) closeText(reading, at);
  if (at === reading.start || reading.start === reading.consumed) reading.inList ||= LIST_ITEM.test(line);
  reading.sawBlank = false;
}

/** The line that opens a fence. */
interface Fence {
  readonly signs: string;
  readonly language: string;
}

function parseFence(line: string): Fence | undefined {
  const signs = FENCE.exec(line)?.[1];
  if (signs === undefined) return undefined;
  const info = line.trim().slice(signs.length).trim();
  // Backticks after it make it code within a line.
  if (signs.startsWith('`') && info.includes('`')) return undefined;
  return { signs, language: (info.split(/[\s{]/, 1)[0] ?? '').toLowerCase() };
}

/** False when the fence is still open, so that nothing can come after it. */
function readFence(reading: Reading, at: number, end: number, fence: Fence): boolean {
  closeText(reading, at);
  const body = fenceBody(reading.text, end, fence.signs);
  const closed = body.closed || reading.complete;
  if (closed) reading.consumed = body.end;
  reading.start = body.end;
  reading.blocks.push({ type: 'fence', language: fence.language, text: body.text, closed });
  return body.closed;
}

/** After a blank line: the next item of a list, or an indented continuation, is still the same block. */
function belongs(line: string, inList: boolean): boolean {
  return inList && (LIST_ITEM.test(line) || /^(?: {2,}|\t)/.test(line));
}

function fenceBody(
  text: string,
  from: number,
  fence: string,
): { readonly text: string; readonly end: number; readonly closed: boolean } {
  let at = from;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at);
    const line = text.slice(at, lineEnd < 0 ? text.length : lineEnd).trim();
    if (line.startsWith(fence) && line.replaceAll(fence[0] ?? '`', '') === '') {
      return {
        text: text.slice(from, Math.max(from, at - 1)),
        end: lineEnd < 0 ? text.length : lineEnd + 1,
        closed: true,
      };
    }
    if (lineEnd < 0) break;
    at = lineEnd + 1;
  }
  // The closing fence may be half written.
  const written = trimTrailing(text.slice(from), fence[0] ?? '`');
  return { text: written.endsWith('\n') ? written.slice(0, -1) : written, end: text.length, closed: false };
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
