// Messages as plain text, for previews of one line.

/** A message without Markdown syntax, on one line. */
export function stripMarkdown(text: string): string {
  return text
    .replace(/```\w*|[*`~]+|^#{1,6} |(?<=\s)#{2,6} |^> |!?\[([^\]]*)\]\([^)]*\)/gm, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}
