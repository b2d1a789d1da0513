// Shortens what is collected for a model to its limit: the same text and limit always give the same result.
import { takeStart } from '#contract/types/truncate-text.ts';
import { BYTES_PER_TOKEN, textTokens } from '../budgets/estimate-request.ts';

/** A text within its limit. */
export interface FittedText {
  readonly text: string;
  readonly isTruncated: boolean;
}

/** The start of a text that has at most `tokens`. */
export function fitStart(text: string, tokens: number): FittedText {
  if (textTokens(text) <= tokens) return { text, isTruncated: false };
  let start = takeStart(text, Math.floor(tokens * BYTES_PER_TOKEN));
  // Characters outside of ASCII have more bytes than UTF-16 units.
  while (start !== '' && textTokens(start) > tokens)
    start = takeStart(start, Math.floor(start.length * Math.min(0.95, tokens / textTokens(start))));
  return { text: start, isTruncated: true };
}

/** The first lines that have at most `tokens` together, or the last ones. */
export function fitLines(lines: readonly string[], tokens: number, from: 'start' | 'end'): FittedText {
  const kept: string[] = [];
  let left = tokens;
  for (const line of from === 'start' ? lines : lines.toReversed()) {
    left -= textTokens(`${line}\n`);
    if (left < 0) break;
    kept.push(line);
  }
  if (from === 'end') kept.reverse();
  return { text: kept.join('\n'), isTruncated: kept.length < lines.length };
}
