// The code of a declaration, as far as its indentation shows.

const MAX_LINES = 80;

/** From `line` (from 1) to the end of the block that starts there. */
export function takeDeclaration(text: string, line: number): string {
  const lines = text.split(/\r?\n/).slice(line - 1, line - 1 + MAX_LINES);
  const base = countIndent(lines[0] ?? '');
  let end = 1;
  for (const [at, one] of lines.entries()) {
    if (at === 0 || one.trim() === '') continue;
    const isInside = countIndent(one) > base;
    // Of a signature over several lines, or a brace on a line of its own.
    const isBracket = countIndent(one) === base && /^\s*(?:[)\]}>{]|end\b)/.test(one);
    if (!isInside && !isBracket) break;
    end = at + 1;
    if (isBracket && /^\s*(?:\}|end\b)/.test(one)) break;
  }
  return lines.slice(0, end).join('\n');
}

function countIndent(line: string): number {
  return line.length - line.trimStart().length;
}
