// Decides which blocks have math. A single `$` is a price more often than math, so it has no meaning.

/** A longer formula is shown as code. */
const MAX_MATH = 10_000;

/** The start of a fence with math. Each blank belongs to one line, so that many blank lines don't take quadratic time. */
const MATH_FENCE = /^[ \t]*(?:```|~~~)[ \t]*math[ \t]*\r?$/m;

/** Whether a finished text has math between `$$`, or in a fence within a list. */
export function hasMath(text: string): boolean {
  const opens = text.indexOf('$$');
  return (opens >= 0 && text.includes('$$', opens + 2)) || MATH_FENCE.test(text);
}

/** Whether a fence has math. */
export function isMathFence(language: string, code: string): boolean {
  return language === 'math' && code.length <= MAX_MATH;
}

/** The text of a formula: between more `$` than it has in a row. */
export function toMathText(code: string): string {
  const longest = Math.max(1, ...[...code.matchAll(/\$+/g)].map(([run]) => run.length));
  const signs = '$'.repeat(longest + 1);
  return `${signs}\n${code}\n${signs}`;
}
