// Fenced code as in CommonMark 0.31: the indentation of the fence is removed from its code, and the closing fence is at least as long.
import { pathOfInfo } from './code-path.ts';
import { indentation } from './line-starts.ts';

/** The line that opens a fence. */
export interface Fence {
  readonly indent: number;
  readonly signs: string;
  readonly language: string;
  /** The file that the line names. */
  readonly path?: string;
}

/** The code of a fence. */
interface FenceBody {
  readonly text: string;
  /** Where the text after it starts. */
  readonly end: number;
  readonly closed: boolean;
}

const OPENING = /^( {0,3})(`{3,}|~{3,})([^\n]*)$/;
const CLOSING = /^ {0,3}(`{3,}|~{3,})[ \t]*$/;
const HALF_CLOSING = /^ {0,3}(`+|~+)[ \t]*$/;

/** The fence that a line opens, unless its backticks are code within a line. */
export function parseFence(line: string): Fence | undefined {
  const [, indent = '', signs, rest = ''] = OPENING.exec(line) ?? [];
  if (signs === undefined || (signs.startsWith('`') && rest.includes('`'))) return undefined;
  const language = (rest.trim().split(/[\s{]/, 1)[0] ?? '').toLowerCase();
  const path = pathOfInfo(rest);
  return { indent: indent.length, signs, language, ...(path === undefined ? {} : { path }) };
}

/** Reads the code after the opening line, which ends at `from`. `complete`: the text doesn't grow any more. */
export function readFenceBody(text: string, from: number, fence: Fence, complete: boolean): FenceBody {
  const { indent, signs } = fence;
  let at = from;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at);
    const line = text.slice(at, lineEnd < 0 ? text.length : lineEnd);
    // A last line that looks like the closing fence can still become code, such as the start of another fence.
    const isWhole = complete || lineEnd >= 0;
    if (isWhole && CLOSING.exec(line)?.[1]?.startsWith(signs) === true) {
      const code = text.slice(from, Math.max(from, at - 1));
      return { text: unindent(code, indent), end: lineEnd < 0 ? text.length : lineEnd + 1, closed: true };
    }
    if (lineEnd < 0) break;
    at = lineEnd + 1;
  }
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  const isHalfWritten = !complete && HALF_CLOSING.exec(lastLine)?.[1]?.startsWith(signs.charAt(0)) === true;
  const written = isHalfWritten ? text.slice(from, Math.max(from, text.length - lastLine.length)) : text.slice(from);
  const code = written.endsWith('\n') ? written.slice(0, -1) : written;
  return { text: unindent(code, indent), end: text.length, closed: false };
}

/** Removes up to `indent` columns at the start of each line. A tab that is wider leaves spaces. */
function unindent(code: string, indent: number): string {
  if (indent === 0) return code;
  return code.replaceAll(new RegExp(`^ {0,${indent - 1}}\\t|^ {1,${indent}}`, 'gm'), (start) =>
    ' '.repeat(Math.max(0, indentation(start) - indent)),
  );
}
