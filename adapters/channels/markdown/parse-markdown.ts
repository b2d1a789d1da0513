// The Markdown of an answer as a tree, which each network turns into its own format. The tree has no references: links and images
// have their addresses, and footnotes are text, so that every part of it is valid on its own.
import type { Definition, Image, Link, Nodes, Parent, PhrasingContent, Root, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown, gfmToMarkdown } from 'mdast-util-gfm';
import { toMarkdown } from 'mdast-util-to-markdown';
import { gfm } from 'micromark-extension-gfm';

/** Parses CommonMark with tables, strikethrough, task lists, footnotes, and bare links. */
export function parseMarkdown(markdown: string): Root {
  const root = parse(markdown);
  const definitions = new Map<string, Definition>();
  for (const node of walk(root)) if (node.type === 'definition') definitions.set(node.identifier, node);
  resolve(root, definitions);
  return root;
}

/** Markdown of nodes, which parses to the same nodes again. */
export function writeMarkdown(children: readonly RootContent[]): string {
  const root: Root = { type: 'root', children: [...children] };
  return toMarkdown(root, {
    extensions: [gfmToMarkdown()],
    bullet: '-',
    emphasis: '_',
    fence: '`',
    fences: true,
  }).trim();
}

/** Quotes and lists in each other, which take the parser long. Nobody writes as many. */
const MAX_DEPTH = 100;

function parse(markdown: string): Root {
  const plain: Root = { type: 'root', children: [{ type: 'code', value: markdown }] };
  if (markdown.split('\n').some((line) => countMarkers(line) > MAX_DEPTH)) return plain;
  try {
    return fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });
  } catch {
    // The parser is recursive: markup that is nested thousands of times exceeds the stack.
    return plain;
  }
}

/** Markers of quotes and lists at the start of a line. */
function countMarkers(line: string): number {
  let count = 0;
  for (const character of line) {
    if ('>-+*'.includes(character)) count += 1;
    else if (character !== ' ' && character !== '\t') break;
  }
  // A line of one marker only can be a rule.
  return line.includes('>') || line.includes(' ') ? count : 0;
}

function* walk(node: Nodes): Generator<Nodes> {
  yield node;
  if ('children' in node) for (const child of node.children) yield* walk(child);
}

function resolve(parent: Parent, definitions: ReadonlyMap<string, Definition>): void {
  for (const child of parent.children) if ('children' in child) resolve(child, definitions);
  parent.children = parent.children.flatMap((child): RootContent[] => {
    switch (child.type) {
      case 'definition':
        return [];
      case 'linkReference': {
        const { url = '', title } = definitions.get(child.identifier) ?? {};
        return [{ type: 'link', url, title: title ?? null, children: child.children } satisfies Link];
      }
      case 'imageReference': {
        const { url = '' } = definitions.get(child.identifier) ?? {};
        return [{ type: 'image', url, alt: child.alt ?? '' } satisfies Image];
      }
      case 'footnoteReference':
        return [text(`[${child.label ?? child.identifier}]`)];
      case 'footnoteDefinition':
        return labeled(child.children, `[${child.label ?? child.identifier}] `);
      default:
        return [child];
    }
  });
}

/** A footnote, with its label in front. */
function labeled(children: readonly RootContent[], label: string): RootContent[] {
  const [first, ...rest] = children;
  if (first?.type !== 'paragraph') return [{ type: 'paragraph', children: [text(label)] }, ...children];
  return [{ ...first, children: [text(label), ...first.children] }, ...rest];
}

function text(value: string): PhrasingContent & RootContent {
  return { type: 'text', value };
}
