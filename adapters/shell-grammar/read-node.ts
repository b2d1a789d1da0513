// The value of a word in a syntax tree: quotes are removed. A word that only the shell knows has none.
import type { Node } from 'web-tree-sitter';

/** Plain characters that the grammar lists as tokens of their own. */
const PLAIN_TOKENS: ReadonlySet<string> = new Set(['$', '=', '==', '!=', '{', '}', '[', ']', '-', '+', ',', ':', '!']);

/** The value of a word; undefined if quotes aren't all that it needs. */
export function readNode(node: Node): string | undefined {
  switch (node.type) {
    case 'word':
    case 'number':
    case 'test_operator':
    case 'extglob_pattern':
    case 'regex':
      return node.namedChildren.length > 0 ? undefined : unescape(node.text);
    case 'raw_string':
      return node.text.slice(1, -1);
    case 'string':
      return readString(node);
    case 'concatenation':
      return readParts(node);
    default:
      return !node.isNamed && PLAIN_TOKENS.has(node.text) ? node.text : undefined;
  }
}

function unescape(text: string): string | undefined {
  if (/[`()<>"'|&;]|\$./.test(text.replaceAll(/\\[^]/g, ''))) return undefined;
  return text.replaceAll(/\\(\n|[^])/g, (_, character: string) => (character === '\n' ? '' : character));
}

function readString(node: Node): string | undefined {
  if (node.namedChildren.some(({ type }) => type !== 'string_content')) return undefined;
  return node.text
    .slice(1, -1)
    .replaceAll(/\\(["$`\\\n])/g, (_, character: string) => (character === '\n' ? '' : character));
}

/** Parts must follow each other without a gap. */
function readParts(node: Node): string | undefined {
  let value = '';
  let at = node.startIndex;
  for (const child of node.children) {
    const part = readNode(child);
    if (part === undefined || child.startIndex !== at) return undefined;
    value += part;
    at = child.endIndex;
  }
  return at === node.endIndex ? value : undefined;
}
