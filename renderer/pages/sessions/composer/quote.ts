// Markdown quotes in a message.

/** Longest quote, characters. */
const MAX_QUOTE = 8_000;

/** The text as a Markdown quote; the start of a long one. */
export function toQuote(text: string): string {
  const trimmed = text.replaceAll(/\r\n?/g, '\n').trim();
  const kept = trimmed.length > MAX_QUOTE ? `${trimmed.slice(0, MAX_QUOTE)}…` : trimmed;
  return kept
    .split('\n')
    .map((line) => (line.trim() === '' ? '>' : `> ${line}`))
    .join('\n');
}
