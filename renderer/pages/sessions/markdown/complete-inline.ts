// Completes emphasis, code and links that a growing text has only started, so that its last line doesn't flicker.
import remend, { type RemendOptions } from 'remend';

/** Without the repairs that would make a growing text look different from the finished one. */
const OPTIONS: RemendOptions = {
  linkMode: 'text-only',
  katex: false,
  htmlTags: false,
  comparisonOperators: false,
  singleTilde: false,
};

/** The text with open inline Markdown completed. */
export function completeInline(text: string): string {
  return remend(text, OPTIONS);
}
