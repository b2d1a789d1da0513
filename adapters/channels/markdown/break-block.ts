// Breaks a block that is too long for a message into smaller ones of its kind.
import type {
  Blockquote,
  BlockContent,
  Code,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  RootContent,
  Table,
} from 'mdast';
import { toString } from 'mdast-util-to-string';
import { longestStart } from './longest-start.ts';

/** Whether a block fits a message. */
export type Fits = (block: RootContent) => boolean;

/** Breaks a block into pieces that fit. Only a piece of one character may not. */
export function breakBlock(block: RootContent, fits: Fits): readonly RootContent[] {
  if (fits(block)) return [block];
  switch (block.type) {
    case 'code':
      return breakCode(block, fits);
    case 'table':
      return breakTable(block, fits);
    case 'list':
      return breakList(block, fits);
    case 'blockquote':
      return breakQuote(block, fits);
    case 'paragraph':
    case 'heading':
      return breakInline(block.children, (children) => ({ ...block, children }), fits);
    default:
      return breakText(toString(block), toParagraph, fits);
  }
}

/** Fills blocks with as many items as fit; one that doesn't fit a block of its own is broken. */
function fill<T>(
  items: readonly T[],
  build: (items: readonly T[], start: number) => RootContent,
  breakItem: (item: T, at: number) => readonly RootContent[],
  fits: Fits,
): readonly RootContent[] {
  const blocks: RootContent[] = [];
  for (let start = 0; start < items.length;) {
    const count = countFitting(items.length - start, (some) => fits(build(items.slice(start, start + some), start)));
    const [first] = items.slice(start, start + 1);
    if (count > 0) blocks.push(build(items.slice(start, start + count), start));
    else if (first !== undefined) blocks.push(...breakItem(first, start));
    start += Math.max(1, count);
  }
  return blocks;
}

/** The largest count that fits. Few are tried, none of them much too large. */
function countFitting(all: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = 1;
  while (high <= all && fits(high)) {
    low = high;
    high *= 2;
  }
  high = Math.min(high, all + 1);
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

function breakCode(block: Code, fits: Fits): readonly RootContent[] {
  const build = (lines: readonly string[]): Code => ({ ...block, value: lines.join('\n') });
  return fill(block.value.split('\n'), build, (line) => breakText(line, (value) => build([value]), fits), fits);
}

/** Every piece has the header. A row that is too long becomes text. */
function breakTable(block: Table, fits: Fits): readonly RootContent[] {
  const [header, ...rows] = block.children;
  const head = header === undefined ? [] : [header];
  const build = (some: Table['children']): Table => ({ ...block, children: [...head, ...some] });
  const toText = (row: Table['children'][number]): string => row.children.map((cell) => toString(cell)).join(' | ');
  if (!fits(build([]))) return block.children.flatMap((row) => breakText(toText(row), toParagraph, fits));
  return fill(
    rows,
    (some) => build([...some]),
    (row) => breakText(toText(row), toParagraph, fits),
    fits,
  );
}

/** Numbers continue. The rest of an item that is too long follows without a bullet. */
function breakList(block: List, fits: Fits): readonly RootContent[] {
  const build = (children: readonly ListItem[], at: number): List => ({
    ...block,
    start: block.ordered === true ? (block.start ?? 1) + at : null,
    children: [...children],
  });
  const breakItem = (item: ListItem, at: number): readonly RootContent[] => {
    const wrap = (child: RootContent): List => build([{ ...item, children: [child as BlockContent] }], at);
    const [first, ...rest] = item.children;
    if (first === undefined) return [];
    const [start, ...more] = breakBlock(first, (child) => fits(wrap(child)));
    const head = start === undefined ? [] : [fits(wrap(start)) ? wrap(start) : start];
    return [...head, ...more, ...rest.flatMap((child) => breakBlock(child, fits))];
  };
  return fill(block.children, build, breakItem, fits);
}

function breakQuote(block: Blockquote, fits: Fits): readonly RootContent[] {
  // What breaks out of a block is a block, too.
  const wrap = (child: RootContent): Blockquote => ({ ...block, children: [child as BlockContent] });
  const build = (children: readonly RootContent[]): Blockquote => ({ ...block, children: children as BlockContent[] });
  return fill<RootContent>(
    block.children,
    build,
    (child) => breakBlock(child, (piece) => fits(wrap(piece))).map(wrap),
    fits,
  );
}

type Build = (children: PhrasingContent[]) => RootContent;

/** Breaks between words. Bold text and the like continues in the next piece; links and code stay whole if they fit. */
function breakInline(children: readonly PhrasingContent[], build: Build, fits: Fits): readonly RootContent[] {
  const breakItem = (item: PhrasingContent): readonly RootContent[] => {
    if (item.type === 'strong' || item.type === 'emphasis' || item.type === 'delete')
      return breakInline(item.children, (inner) => build([{ ...item, children: inner }]), fits);
    if (item.type === 'inlineCode') return breakText(item.value, (value) => build([{ ...item, value }]), fits);
    return breakText(toString(item), (value) => build([{ type: 'text', value }]), fits);
  };
  // Words, so that a piece is filled up before the next one starts.
  const items = children.flatMap((child): readonly PhrasingContent[] =>
    child.type === 'text' ? words(child.value).map((value) => ({ type: 'text', value })) : [child],
  );
  return fill(items, (some) => build(trimEnds(joinTexts(some))), breakItem, fits).filter(
    (block) => toString(block) !== '',
  );
}

function words(text: string): readonly string[] {
  return text.split(/(?<=\s)(?=\S)/);
}

function joinTexts(children: readonly PhrasingContent[]): PhrasingContent[] {
  const joined: PhrasingContent[] = [];
  for (const child of children) {
    const last = joined.at(-1);
    if (child.type === 'text' && last?.type === 'text')
      joined[joined.length - 1] = { type: 'text', value: last.value + child.value };
    else joined.push(child);
  }
  return joined;
}

/** Markdown has no spaces at the ends of a block. */
function trimEnds(children: PhrasingContent[]): PhrasingContent[] {
  const last = children.length - 1;
  return children.flatMap((child, at): PhrasingContent[] => {
    if (child.type !== 'text') return [child];
    const start = at === 0 ? child.value.trimStart() : child.value;
    const value = at === last ? start.trimEnd() : start;
    return value === '' ? [] : [{ type: 'text', value }];
  });
}

function breakText(text: string, build: (text: string) => RootContent, fits: Fits): readonly RootContent[] {
  const blocks: RootContent[] = [];
  for (let rest = text; rest !== '';) {
    const start = longestStart(rest, (candidate) => fits(build(candidate)));
    blocks.push(build(start));
    rest = rest.slice(start.length);
  }
  return blocks;
}

function toParagraph(value: string): Paragraph {
  return { type: 'paragraph', children: [{ type: 'text', value }] };
}
