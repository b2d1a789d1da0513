// Markdown as Discord shows it. Discord has no tables, rules, images, or nested quotes, and single line breaks count.
import type { List, ListItem, Nodes, PhrasingContent, Root, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { splitMarkdown } from '../markdown/split-markdown.ts';
import { tableLines } from '../markdown/table-lines.ts';
import { codeBlock, escapeText, inlineCode } from './escape-text.ts';
import { formatLink } from './format-link.ts';

/** Longest message. Discord counts characters, of which there are never more than UTF-16 units. */
export const MAX_CONTENT = 2_000;
/** Discord has three sizes of headings. */
const MAX_HEADING = 3;
const RULE = '─'.repeat(10);

/** Formats Markdown for Discord. */
export function formatMarkdown(markdown: string): string {
  return formatRoot(parseMarkdown(markdown));
}

/** Parts that fit a message each. */
export function splitForDiscord(markdown: string): readonly string[] {
  return splitMarkdown(markdown, MAX_CONTENT, (root) => formatRoot(root).length);
}

function formatRoot({ children }: Root): string {
  return formatBlocks(children, { isNested: false }).trim();
}

interface Place {
  /** Inside a list or quote, where headings aren't shown. */
  readonly isNested: boolean;
}

function formatBlocks(blocks: readonly RootContent[], place: Place): string {
  let text = '';
  blocks.forEach((block, at) => {
    const formatted = formatBlock(block, place);
    if (formatted !== '') text += (text === '' ? '' : separate(blocks[at - 1], block)) + formatted;
  });
  return text;
}

/** Discord leaves space around these. */
function separate(before: RootContent | undefined, after: RootContent): string {
  const isSpaced = [before, after].some((block) => block?.type === 'code' || block?.type === 'table');
  return isSpaced || before?.type === 'heading' ? '\n' : '\n\n';
}

function formatBlock(block: RootContent, place: Place): string {
  switch (block.type) {
    case 'heading': {
      const text = formatInline(block.children).replaceAll('\n', ' ');
      if (text.trim() === '') return '';
      return block.depth > MAX_HEADING || place.isNested ? `**${text}**` : `${'#'.repeat(block.depth)} ${text}`;
    }
    case 'paragraph':
      return formatInline(block.children);
    case 'code':
      return codeBlock(block.value, block.lang ?? '');
    case 'table':
      return codeBlock(tableLines(block).join('\n'), '');
    case 'list':
      return formatList(block);
    case 'blockquote':
      return quote(formatBlocks(block.children.flatMap(flattenQuote), { isNested: true }));
    case 'thematicBreak':
      return RULE;
    default:
      return escapeText('value' in block ? block.value : toString(block), true);
  }
}

function flattenQuote(block: RootContent): readonly RootContent[] {
  return block.type === 'blockquote' ? block.children.flatMap(flattenQuote) : [block];
}

function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
}

function formatList({ children, ordered, start }: List): string {
  return children.map((item, at) => formatItem(item, ordered === true ? `${(start ?? 1) + at}. ` : '- ')).join('\n');
}

function formatItem({ children, checked }: ListItem, bullet: string): string {
  const box = typeof checked === 'boolean' ? (checked ? '☑ ' : '☐ ') : '';
  const parts = children.map((child) => ({ child, text: formatBlock(child, { isNested: true }) }));
  const text = parts
    .filter((part) => part.text !== '')
    // The lines of code would be shown with the spaces.
    .map(({ child, text: lines }, at) =>
      child.type === 'code' || child.type === 'table' ? `${at === 0 ? '\n' : ''}${lines}` : indent(lines),
    )
    .join('\n');
  return `${bullet}${box}${text.startsWith('\n') ? text : text.trimStart()}`.trimEnd();
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n');
}

function formatInline(nodes: readonly PhrasingContent[]): string {
  return nodes.reduce((text, node) => text + formatPhrase(node, text === '' || text.endsWith('\n')), '');
}

function formatPhrase(node: PhrasingContent, isLineStart: boolean): string {
  switch (node.type) {
    case 'text':
      return escapeText(node.value, isLineStart);
    case 'strong':
      return wrap('**', node.children);
    case 'emphasis':
      return wrap('*', node.children);
    case 'delete':
      return wrap('~~', node.children);
    case 'inlineCode':
      return inlineCode(node.value);
    case 'break':
      return '\n';
    case 'link':
      return formatLink(formatInline(node.children), toString(node), node.url);
    case 'image':
      return formatLink(escapeText(node.alt ?? '', false), node.alt ?? '', node.url);
    default:
      return escapeText(toPlainText(node), isLineStart);
  }
}

/** Markers must touch the text. */
function wrap(marker: string, children: readonly PhrasingContent[]): string {
  const text = formatInline(children);
  const inner = text.trim();
  if (inner === '') return text;
  const start = text.indexOf(inner);
  return text.slice(0, start) + marker + inner + marker + text.slice(start + inner.length);
}

function toPlainText(node: Nodes): string {
  return 'value' in node ? node.value : toString(node);
}
