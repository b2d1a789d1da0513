// The direction of a block of text, from its first letter with a direction.

/** The parts of an HTML node that are used here. */
interface HtmlNode {
  readonly type: string;
  readonly tagName?: string;
  readonly value?: string;
  readonly children?: readonly unknown[];
}

const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;
const LETTER = /\p{L}/u;

/**
 * `rtl` for a list, a quote or a table that starts with right-to-left text, otherwise `auto`. `auto` alone ignores elements that
 * have a direction themselves, and therefore everything in a list or table.
 */
export function findDirection(node: unknown): 'rtl' | 'auto' {
  const letter = findLetter(node);
  return letter !== undefined && RIGHT_TO_LEFT.test(letter) ? 'rtl' : 'auto';
}

/** The first letter outside code. */
function findLetter(node: unknown): string | undefined {
  if (!isNode(node) || node.tagName === 'code') return undefined;
  if (node.type === 'text') return LETTER.exec(node.value ?? '')?.[0];
  for (const child of node.children ?? []) {
    const found = findLetter(child);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isNode(node: unknown): node is HtmlNode {
  return typeof node === 'object' && node !== null && 'type' in node;
}
