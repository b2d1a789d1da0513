// Converts Markdown into the nodes that the page of web chat shows.
import type { List, ListItem, RootContent, Table } from 'mdast';
import type { WebChatNode, WebChatTag } from '#contract/types/web-chat.ts';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { findSafeAddress } from '../markdown/safe-address.ts';

/** Headings below the title of the page. */
const HEADINGS = ['h2', 'h3', 'h4'] as const;

/** Nodes of a text. */
export function toNodes(markdown: string): readonly WebChatNode[] {
  return toChildren(parseMarkdown(markdown).children);
}

function toChildren(nodes: readonly RootContent[]): readonly WebChatNode[] {
  return nodes.flatMap((node) => toNode(node) ?? []);
}

/** Nodes with children and nothing else. */
const PLAIN: Partial<Record<RootContent['type'], WebChatTag>> = {
  paragraph: 'p',
  strong: 'strong',
  emphasis: 'em',
  delete: 'del',
  blockquote: 'blockquote',
};

function toNode(node: RootContent): WebChatNode | undefined {
  const tag = PLAIN[node.type];
  if (tag !== undefined && 'children' in node) return element(tag, toChildren(node.children));
  switch (node.type) {
    case 'text':
    case 'html':
      return node.value;
    case 'heading':
      return element(HEADINGS[node.depth - 1] ?? 'h4', toChildren(node.children));
    case 'inlineCode':
      return element('code', [node.value]);
    case 'code':
      return element('pre', [element('code', [node.value])]);
    case 'list':
      return toList(node);
    case 'table':
      return toTable(node);
    case 'thematicBreak':
      return element('hr', []);
    case 'break':
      return element('br', []);
    case 'link':
      return toLink(node.url, toChildren(node.children));
    case 'image':
      // Nothing is loaded from elsewhere.
      return toLink(node.url, [node.alt || node.url]);
    default:
      // References were resolved by the parser.
      return undefined;
  }
}

function toList({ children, ordered, start }: List): WebChatNode {
  const items = children.map((item) => element('li', [...toBox(item.checked), ...toItem(item)]));
  return ordered === true ? { ...element('ol', items), start: start ?? 1 } : element('ul', items);
}

/** The text of an item without empty lines is no paragraph. */
function toItem({ spread, children }: ListItem): readonly WebChatNode[] {
  return children.flatMap((child): readonly WebChatNode[] =>
    child.type === 'paragraph' && spread !== true ? toChildren(child.children) : toChildren([child]),
  );
}

function toBox(checked: boolean | null | undefined): readonly WebChatNode[] {
  return typeof checked === 'boolean' ? [checked ? '☑ ' : '☐ '] : [];
}

function toLink(url: string, children: readonly WebChatNode[]): WebChatNode {
  const href = findSafeAddress(url);
  return href === undefined ? element('em', children) : { ...element('a', children), href };
}

function toTable({ children: [heading, ...rows] }: Table): WebChatNode {
  const toRow = (row: Table['children'][number], tag: 'th' | 'td'): WebChatNode =>
    element(
      'tr',
      row.children.map((cell) => element(tag, toChildren(cell.children))),
    );
  const head = heading === undefined ? [] : [element('thead', [toRow(heading, 'th')])];
  return element('table', [
    ...head,
    element(
      'tbody',
      rows.map((row) => toRow(row, 'td')),
    ),
  ]);
}

function element(tag: WebChatTag, children: readonly WebChatNode[]) {
  return { tag, children };
}
