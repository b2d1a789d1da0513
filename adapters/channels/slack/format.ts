// Markdown as Slack's rich text, in which nothing has to be escaped: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
import type { List, PhrasingContent, Root, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import type {
  RichTextBlock,
  RichTextElement,
  RichTextLink,
  RichTextSection,
  RichTextStyleable,
  RichTextText,
} from '@slack/types';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { findSafeAddress } from '../markdown/safe-address.ts';
import { splitMarkdown } from '../markdown/split-markdown.ts';
import { tableLines } from '../markdown/table-lines.ts';
import { MAX_TEXT } from './limits.ts';

type Style = NonNullable<RichTextStyleable['style']>;
type Part = RichTextText | RichTextLink;
type Element = RichTextBlock['elements'][number];

/** The frame of a block takes more room than its text. */
const FRAME_SHARE = 4;
/** Deepest list that Slack shows. */
const MAX_INDENT = 8;

/** Markdown as one block; undefined for an empty text. */
export function toRichText(markdown: string): RichTextBlock | undefined {
  return toBlock(parseMarkdown(markdown));
}

/** What notifications and screen readers get: the text without formatting. */
export function toPlainText(markdown: string): string {
  return parseMarkdown(markdown)
    .children.map((block) => toString(block))
    .join('\n');
}

/** Parts that fit a message each. */
export function splitForSlack(markdown: string): readonly string[] {
  return splitMarkdown(markdown, MAX_TEXT, measure);
}

/** Length of a text for Slack, with its formatting. */
export function measure(root: Root): number {
  const block = toBlock(root);
  return block === undefined
    ? 0
    : Math.max(toString(root).length, Math.ceil(JSON.stringify(block).length / FRAME_SHARE));
}

function toBlock({ children }: Root): RichTextBlock | undefined {
  const elements = children.flatMap((block, at) => [
    ...(at > 0 ? space(children[at - 1], block) : []),
    ...toElements(block),
  ]);
  return elements.length === 0 ? undefined : { type: 'rich_text', elements };
}

/** An empty line between paragraphs. Other blocks have space around them. */
function space(before: RootContent | undefined, after: RootContent): readonly Element[] {
  const isText = (block: RootContent | undefined): boolean => block?.type === 'paragraph' || block?.type === 'heading';
  return isText(before) && isText(after) ? [section([{ type: 'text', text: '\n' }])] : [];
}

function toElements(block: RootContent): readonly Element[] {
  switch (block.type) {
    case 'paragraph':
      return filled(toParts(block.children, {}));
    case 'heading':
      return filled(toParts(block.children, { bold: true }));
    case 'code':
      return preformatted(block.value);
    case 'table':
      return preformatted(tableLines(block).join('\n'));
    case 'list':
      return toLists(block, 0);
    case 'blockquote':
      return block.children.flatMap(toQuote);
    case 'thematicBreak':
      return [section([{ type: 'text', text: '─'.repeat(10) }])];
    default:
      return filled([{ type: 'text', text: 'value' in block ? block.value : toString(block) }]);
  }
}

function section(elements: Part[]): RichTextSection {
  return { type: 'rich_text_section', elements };
}

function filled(parts: Part[]): readonly RichTextSection[] {
  return parts.length === 0 ? [] : [section(parts)];
}

function preformatted(value: string): readonly Element[] {
  return value === '' ? [] : [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: value }] }];
}

/** A quotation contains text only; code and lists in it stand on their own. */
function toQuote(block: RootContent): readonly Element[] {
  if (block.type === 'blockquote') return block.children.flatMap(toQuote);
  return toElements(block).map((element) =>
    element.type === 'rich_text_section'
      ? { type: 'rich_text_quote', elements: element.elements as RichTextElement[] }
      : element,
  );
}

/** Items of one depth are one list. What else an item contains follows it. */
function toLists({ children, ordered, start }: List, indent: number): readonly Element[] {
  const style = ordered === true ? 'ordered' : 'bullet';
  const elements: Element[] = [];
  children.forEach(({ children: content, checked }, at) => {
    const [first, ...rest] = content;
    const isText = first?.type === 'paragraph' || first?.type === 'heading';
    const box = typeof checked === 'boolean' ? [{ type: 'text' as const, text: checked ? '☑ ' : '☐ ' }] : [];
    const item = section([...box, ...(isText ? toParts(first.children, {}) : [])]);
    const last = elements.at(-1);
    if (last?.type === 'rich_text_list' && last.indent === indent) last.elements.push(item);
    else {
      // A list that is interrupted continues with its number.
      const offset = ordered === true ? { offset: (start ?? 1) - 1 + at } : {};
      elements.push({ type: 'rich_text_list', style, indent, ...offset, elements: [item] });
    }
    for (const block of isText ? rest : content)
      elements.push(...(block.type === 'list' ? toLists(block, Math.min(indent + 1, MAX_INDENT)) : toElements(block)));
  });
  return elements;
}

function toParts(nodes: readonly PhrasingContent[], style: Style): Part[] {
  return nodes.flatMap((node) => toPart(node, style));
}

function toPart(node: PhrasingContent, style: Style): Part[] {
  switch (node.type) {
    case 'text':
    case 'html':
      return text(node.value, style);
    case 'inlineCode':
      return text(node.value, { ...style, code: true });
    case 'break':
      return text('\n', {});
    case 'strong':
      return toParts(node.children, { ...style, bold: true });
    case 'emphasis':
      return toParts(node.children, { ...style, italic: true });
    case 'delete':
      return toParts(node.children, { ...style, strike: true });
    case 'link':
      return link(node.url, toString(node), style);
    case 'image':
      return link(node.url, node.alt ?? '', style);
    default:
      return text(toString(node), style);
  }
}

function text(value: string, style: Style): Part[] {
  return value === '' ? [] : [{ type: 'text', text: value, ...styled(style) }];
}

/** Without a safe address, only the label. */
function link(address: string, label: string, style: Style): Part[] {
  const url = findSafeAddress(address);
  if (url === undefined) return text(label || address, style);
  return [{ type: 'link', url, text: label || address, ...styled(style) }];
}

function styled(style: Style): { readonly style?: Style } {
  return Object.keys(style).length === 0 ? {} : { style };
}
