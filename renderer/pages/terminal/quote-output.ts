// Terminal output as part of a message.

/** Longest selection that becomes part of a message, characters. */
const MAX_CHARS = 50_000;

/** A code block with the name of the terminal above it. The end of a long text is kept. */
export function quoteOutput(name: string, selection: string): string {
  const text = selection
    .replace(/[^\S\n]+$/gm, '')
    .replace(/^\n+|\n+$/g, '')
    .slice(-MAX_CHARS);
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${name}:\n${fence}\n${text}\n${fence}\n`;
}
