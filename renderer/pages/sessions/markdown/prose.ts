// The text of a block without the fenced code in its list items, which is quick to parse and needs no limits.

const ITEM = /^(\s*(?:[-*+]|\d{1,9}[.)]))(\s+)/;
const FENCE = /^(?:`{3,}[^`]*|~{3,}.*)$/;
/** Further indentation makes a line part of the paragraph before it. */
const MAX_INDENT = 3;

/** The lines outside of fences. In doubt, a line isn't code, so that hostile text can't avoid the limits. */
export function removeFences(text: string): string {
  if (!text.includes('```') && !text.includes('~~~')) return text;
  const kept: string[] = [];
  let column = 0;
  let fence: { readonly indent: number; readonly signs: string } | undefined;
  for (const line of text.split('\n')) {
    const indent = line.length - line.trimStart().length;
    const content = line.trim();
    if (fence !== undefined && (content === '' || indent >= fence.indent)) {
      if (content.startsWith(fence.signs) && new Set(content).size === 1) fence = undefined;
      continue;
    }
    fence = undefined;
    const [, marker = '', padding = ''] = ITEM.exec(line) ?? [];
    if (marker !== '') column = marker.length + padding.length;
    else if (content !== '' && indent < column) column = 0;
    const opens = FENCE.test(content) && indent >= column && indent <= column + MAX_INDENT;
    if (opens) fence = { indent, signs: /^(.)\1*/.exec(content)?.[0] ?? content };
    kept.push(line);
  }
  return kept.join('\n');
}
