// Finds a text in a file and replaces it: first exactly, then with any line endings, then as text that looks the same.
import { findUsualEnding, keepLineEndings } from '#contract/types/line-endings.ts';
import { foldText, toComparable } from '../workspaces/comparable-text.ts';

/** What to replace. */
export interface Replacement {
  readonly oldText: string;
  readonly newText: string;
  readonly all: boolean;
}

/** The new content, or how often the text was found instead of once. */
export type Replaced =
  | { readonly content: string; readonly count: number; readonly isLoose: boolean }
  | { readonly content: undefined; readonly count: number };

type Range = readonly [start: number, end: number];

/** Replaces one occurrence, or all. New lines get the line endings of the text that they replace, or of the file. */
export function replaceText(content: string, { oldText, newText, all }: Replacement): Replaced {
  const exact = findRanges(content, oldText, false);
  const isLoose = exact.length === 0;
  const ranges = isLoose ? findRanges(content, oldText, true) : exact;
  if (ranges.length === 0 || (ranges.length > 1 && !all)) return { content: undefined, count: ranges.length };
  const usual = findUsualEnding(content);
  const parts: string[] = [];
  let done = 0;
  for (const [start, end] of ranges) {
    parts.push(content.slice(done, start), keepLineEndings(content.slice(start, end), newText, usual));
    done = end;
  }
  return { content: parts.join('') + content.slice(done), count: ranges.length, isLoose };
}

/** Where the text occurs; without overlaps. */
function findRanges(content: string, wanted: string, isLoose: boolean): readonly Range[] {
  const folded = foldText(content, isLoose);
  const unix = wanted.replaceAll(content.includes('\n') ? '\r\n' : /\r\n?/g, '\n');
  const text = isLoose ? toComparable(unix) : unix;
  const ranges: Range[] = [];
  for (let at = folded.text.indexOf(text); at !== -1;) {
    const start = folded.originalOffset(at);
    const end = folded.originalOffset(at + text.length);
    const isWhole = start !== undefined && end !== undefined;
    if (isWhole) ranges.push([start, end]);
    at = folded.text.indexOf(text, at + (isWhole ? text.length : 1));
  }
  return ranges;
}
