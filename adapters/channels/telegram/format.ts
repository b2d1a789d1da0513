// Converts Markdown into the HTML of the Bot API: https://core.telegram.org/bots/api#html-style
import type { List, ListItem, PhrasingContent, Root, RootContent } from 'mdast';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { findSafeAddress } from '../markdown/safe-address.ts';
import { splitMarkdown } from '../markdown/split-markdown.ts';
import { tableLines } from '../markdown/table-lines.ts';

/** Longest text of a message after its tags are removed, UTF-16 units. */
export const MAX_TEXT = 4_096;
/** Longest text of a file. */
export const MAX_CAPTION = 1_024;
const LANGUAGE = /^[A-Za-z0-9+#._-]{1,30}$/;

/** A text as HTML. */
export function formatHtml(markdown: string): string {
  return formatTree(parseMarkdown(markdown));
}

/** Parts of a text that fit one message each. */
export function splitText(markdown: string): readonly string[] {
  return splitMarkdown(markdown, MAX_TEXT, (root) => measureHtml(formatTree(root)));
}

/** What Telegram counts: the text without tags, with entities as one character. */
export function measureHtml(html: string): number {
  return html.replaceAll(/<[^>]*>/g, '').replaceAll(/&(?:lt|gt|amp|quot);/g, '.').length;
}

function formatTree({ children }: Root): string {
  return children.flatMap(formatBlock).join('\n\n');
}

function formatBlock(node: RootContent): readonly string[] {
  switch (node.type) {
    case 'paragraph':
      return [formatInline(node.children, [])];
    case 'heading':
      return [formatInline(node.children, ['b'])];
    case 'code':
      return [formatCode(node.value, node.lang ?? '')];
    case 'table':
      return [formatCode(tableLines(node).join('\n'), '')];
    case 'blockquote':
      return formatQuote(node.children);
    case 'list':
      return [formatList(node, 0)];
    case 'thematicBreak':
      return ['———'];
    case 'html':
      return [escapeHtml(node.value)];
    default:
      // The parser returns inline content only inside of blocks.
      return [];
  }
}

/** A quotation can contain neither another one nor a block of code. */
function formatQuote(children: readonly RootContent[]): readonly string[] {
  const parts: string[] = [];
  let open: string[] = [];
  const close = (): void => {
    if (open.length > 0) parts.push(`<blockquote>${open.join('\n')}</blockquote>`);
    open = [];
  };
  const add = (text: string): void => {
    if (!text.startsWith('<pre>')) return void open.push(text);
    close();
    parts.push(text);
  };
  for (const child of children)
    if (child.type !== 'blockquote') formatBlock(child).forEach(add);
    else for (const text of formatQuote(child.children)) add(text.replaceAll(/<\/?blockquote>/g, ''));
  close();
  return parts;
}

function formatCode(value: string, language: string): string {
  const text = escapeHtml(value);
  return LANGUAGE.test(language)
    ? `<pre><code class="language-${escapeHtml(language)}">${text}</code></pre>`
    : `<pre>${text}</pre>`;
}

function formatList({ children, ordered, start, spread }: List, depth: number): string {
  return children
    .map((item, at) => formatItem(item, ordered === true ? `${(start ?? 1) + at}. ` : '• ', depth))
    .join(spread === true ? '\n\n' : '\n');
}

function formatItem({ children, checked }: ListItem, mark: string, depth: number): string {
  const box = typeof checked !== 'boolean' ? '' : checked ? '☑ ' : '☐ ';
  const indent = '  '.repeat(depth);
  const lines = children.map((child) =>
    child.type === 'list' ? formatList(child, depth + 1) : formatBlock(child).join('\n'),
  );
  return `${indent}${mark}${box}${lines.join('\n')}`;
}

type Tag = 'b' | 'i' | 's';

/** `open`: formatting around it. Code can't be inside of any, so it is closed and opened again there. */
function formatInline(nodes: readonly PhrasingContent[], open: readonly Tag[], isInLink = false): string {
  const around = (text: string): string =>
    `${open.map((tag) => `<${tag}>`).join('')}${text}${open
      .toReversed()
      .map((tag) => `</${tag}>`)
      .join('')}`;
  return nodes
    .map((node): string => {
      switch (node.type) {
        case 'text':
        case 'html':
          return around(escapeHtml(node.value));
        case 'inlineCode':
          return isInLink ? around(escapeHtml(node.value)) : `<code>${escapeHtml(node.value)}</code>`;
        case 'break':
          return '\n';
        case 'strong':
          return formatInline(node.children, withTag(open, 'b'), isInLink);
        case 'emphasis':
          return formatInline(node.children, withTag(open, 'i'), isInLink);
        case 'delete':
          return formatInline(node.children, withTag(open, 's'), isInLink);
        case 'link':
          return formatLink(node.url, node.children, open);
        case 'image':
          return formatLink(
            node.url,
            [
              {
                type: 'text',
                value: node.alt === null || node.alt === undefined || node.alt === '' ? node.url : node.alt,
              },
            ],
            open,
          );
        default:
          // References were resolved by the parser.
          return '';
      }
    })
    .join('');
}

function withTag(open: readonly Tag[], tag: Tag): readonly Tag[] {
  return open.includes(tag) ? open : [...open, tag];
}

/** Without a safe address, only the label. */
function formatLink(url: string, children: readonly PhrasingContent[], open: readonly Tag[]): string {
  const label = formatInline(children, open, true);
  const address = findSafeAddress(url);
  return address === undefined ? label : `<a href="${escapeHtml(address)}">${label}</a>`;
}

/** Text in HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
