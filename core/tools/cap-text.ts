// Long outputs are cut in the middle: their head says what began, their tail how it ended.

/** Longest result that a model receives, characters. */
export const RESULT_LIMIT = 32 * 1024;

/** The text, or its head and tail with a line that says how much is missing. */
export function capText(text: string, limit: number = RESULT_LIMIT): string {
  if (text.length <= limit) return text;
  const half = Math.floor((limit - 80) / 2);
  return `${text.slice(0, half)}\n[… ${text.length - 2 * half} characters left out …]\n${text.slice(-half)}`;
}
