// Converts Markdown into WhatsApp's formatting: *bold*, _italic_, ~strikethrough~, `code`, lists, quotations, and blocks of code.
import type { List, ListItem, Root, RootContent } from 'mdast';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { splitMarkdown } from '../markdown/split-markdown.ts';
import { tableLines } from '../markdown/table-lines.ts';
import { formatCodeBlock, formatInline } from './inline.ts';

/** Longest text of a message, characters. */
export const MAX_TEXT = 4_096;

/** A text in WhatsApp's formatting. */
export function formatText(markdown: string): string {
  return formatTree(parseMarkdown(markdown));
}

/** Parts of a text that fit one message each. */
export function splitText(markdown: string): readonly string[] {
  return splitMarkdown(markdown, MAX_TEXT, (root) => formatTree(root).length);
}

function formatTree({ children }: Root): string {
  return joinBlocks(children.flatMap(formatBlock));
}

/** Lines that stay at the start of the line, because a fence must, or that are moved with what they are in. */
interface Block {
  readonly text: string;
  readonly isCode: boolean;
  /** It follows the previous one without an empty line. */
  readonly isTight?: true;
}

function joinBlocks(blocks: readonly Block[]): string {
  return blocks
    .filter(({ text }) => text !== '')
    .map(({ text, isTight }, at) => (at === 0 ? '' : isTight === true ? '\n' : '\n\n') + text)
    .join('');
}

function formatBlock(node: RootContent): readonly Block[] {
  switch (node.type) {
    case 'paragraph':
      return [toLines(formatInline(node.children))];
    case 'heading':
      return [toLines(formatInline(node.children, '*'))];
    case 'code':
      return [{ text: formatCodeBlock(node.value), isCode: true }];
    case 'table':
      return [{ text: formatCodeBlock(tableLines(node).join('\n')), isCode: true }];
    case 'blockquote':
      return node.children.flatMap(formatBlock).map((block) => indent(block, '> ', '> '));
    case 'list':
      return formatList(node);
    case 'thematicBreak':
      return [toLines('———')];
    case 'html':
      return [toLines(formatInline([node]))];
    default:
      // The parser returns inline content only inside of blocks.
      return [];
  }
}

function toLines(text: string): Block {
  return { text, isCode: false };
}

function indent(block: Block, first: string, others: string): Block {
  if (block.isCode) return block;
  return {
    ...block,
    text: block.text
      .split('\n')
      .map((line, at) => (at === 0 ? first : others) + line)
      .join('\n'),
  };
}

function formatList(list: List): readonly Block[] {
  return list.children.flatMap((item, at) => {
    const mark = list.ordered === true ? `${(list.start ?? 1) + at}. ` : '- ';
    const blocks = formatItem(item, mark);
    return at === 0 || list.spread === true ? blocks : blocks.map((one, row) => (row === 0 ? tight(one) : one));
  });
}

function formatItem({ children, checked, spread }: ListItem, mark: string): readonly Block[] {
  const box = typeof checked !== 'boolean' ? '' : checked ? '☑ ' : '☐ ';
  const blocks = children.flatMap(formatBlock);
  const [head = toLines('')] = blocks;
  // A block of code has its own lines.
  const all = head.isCode ? [toLines(''), ...blocks] : blocks.length === 0 ? [head] : blocks;
  return all.map((block, at) => {
    if (at === 0) return indent(block, mark + box, '  ');
    const inner = indent(block, '  ', '  ');
    return spread === true ? inner : tight(inner);
  });
}

function tight(block: Block): Block {
  return { ...block, isTight: true };
}
