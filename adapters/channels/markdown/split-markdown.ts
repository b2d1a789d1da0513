// Splits Markdown into parts that fit a network's messages. Each part is valid on its own: a code block, table, list, or quote that is
// split continues as a new one. It is never split inside a surrogate pair, an emoji, or a link.
import type { Paragraph, PhrasingContent, Root, RootContent } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { breakBlock } from './break-block.ts';
import { parseMarkdown, writeMarkdown } from './parse-markdown.ts';

/** What a network puts between two blocks, at most. */
const SEPARATOR = 2;

/** Length of a tree in the format of the network, in the network's units. */
export type MeasureMarkdown = (root: Root) => number;

/** Splits into parts that aren't longer than `limit` as `measure` counts. An empty text has no parts. */
export function splitMarkdown(markdown: string, limit: number, measure: MeasureMarkdown): readonly string[] {
  const getSize = (block: RootContent): number => measure({ type: 'root', children: [block] });
  const blocks = parseMarkdown(markdown).children.flatMap((block) =>
    breakBlock(block, (piece) => getSize(piece) <= limit),
  );
  return group(blocks, limit, getSize).flatMap((part) => write(part, limit, measure));
}

/** As many blocks as fit, in order. */
function group(
  blocks: readonly RootContent[],
  limit: number,
  getSize: (block: RootContent) => number,
): readonly (readonly RootContent[])[] {
  const parts: RootContent[][] = [];
  let room = 0;
  for (const block of blocks) {
    const size = getSize(block) + SEPARATOR;
    const last = parts.at(-1);
    if (last !== undefined && size <= room) last.push(block);
    else {
      parts.push([block]);
      room = limit + SEPARATOR;
    }
    room -= size;
  }
  return parts;
}

/** The Markdown of a part. If it no longer fits when it is parsed again, it becomes plain text. */
function write(part: readonly RootContent[], limit: number, measure: MeasureMarkdown): readonly string[] {
  const markdown = writeMarkdown(part);
  if (markdown === '') return [];
  if (measure(parseMarkdown(markdown)) <= limit) return [markdown];
  if (part.length > 1) return part.flatMap((block) => write([block], limit, measure));
  const children: PhrasingContent[] = [{ type: 'text', value: toString(part[0]) }];
  const plain: Paragraph = { type: 'paragraph', children };
  const fits = (block: RootContent): boolean => {
    const text = writeMarkdown([block]);
    return measure(parseMarkdown(text)) <= limit;
  };
  return breakBlock(plain, fits).map((block) => writeMarkdown([block]));
}
