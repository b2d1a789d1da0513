// Truncates long output in the middle: the start shows what ran, the end shows how it finished.

/** Longest result sent to a model, characters. */
export const RESULT_LIMIT = 32 * 1024;

/** The text, or its start and end with a line that says how much was omitted. */
export function capText(text: string, limit: number = RESULT_LIMIT): string {
  if (text.length <= limit) return text;
  const half = Math.floor((limit - 80) / 2);
  return `${text.slice(0, half)}\n[… ${text.length - 2 * half} characters omitted …]\n${text.slice(-half)}`;
}
