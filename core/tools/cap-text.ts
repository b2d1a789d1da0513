// Truncates long output in the middle: the start shows what ran, the end shows how it finished.
import { takeEnd, takeStart } from '#contract/types/truncate-text.ts';

/** Longest result sent to a model, characters. */
const RESULT_LIMIT = 32 * 1024;

/** The text, or its start and end with a line about the omitted part between them. */
export function capText(text: string): string {
  if (text.length <= RESULT_LIMIT) return text;
  const half = Math.floor((RESULT_LIMIT - 80) / 2);
  const [start, end] = [takeStart(text, half), takeEnd(text, half)];
  return `${start}\n[… ${text.length - start.length - end.length} characters omitted …]\n${end}`;
}
