// The highlights of a search in the page. Each search has its own, so that two can be open at once.
import { findPlaces, isEmptyQuery, type Wanted } from './find-text.ts';

/** A search that marks matches. */
export type MarkOwner = 'session' | 'changes';

/** Texts to search, each as the nodes it consists of. `isCurrent`: its matches stand out. */
export interface MarkedText {
  readonly nodes: readonly Node[];
  readonly isCurrent: boolean;
}

/** Marks each occurrence. Removes earlier marks of the search. The styles are in find.css. */
export function markMatches(owner: MarkOwner, texts: Iterable<MarkedText>, wanted: Wanted): void {
  clearMarks(owner);
  if (isEmptyQuery(wanted)) return;
  const all: Range[] = [];
  const current: Range[] = [];
  for (const { nodes, isCurrent } of texts) (isCurrent ? current : all).push(...rangesIn(nodes, wanted));
  CSS.highlights.set(`gatehouse-find-${owner}`, new Highlight(...all));
  CSS.highlights.set(`gatehouse-find-${owner}-current`, new Highlight(...current));
}

/** Removes the marks of a search. */
export function clearMarks(owner: MarkOwner): void {
  CSS.highlights.delete(`gatehouse-find-${owner}`);
  CSS.highlights.delete(`gatehouse-find-${owner}-current`);
}

/** The text nodes in an element. */
export function textNodes(element: Element): readonly Node[] {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const nodes: Node[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) nodes.push(node);
  return nodes;
}

/** The places of the query in a text, which can start and end in different nodes. */
function rangesIn(nodes: readonly Node[], wanted: Wanted): readonly Range[] {
  const text = nodes.map((node) => node.textContent ?? '').join('');
  return findPlaces(text, wanted).flatMap(([from, to]) => {
    const [start, end] = [locate(nodes, from), locate(nodes, to - 1)];
    if (start === undefined || end === undefined) return [];
    const range = new Range();
    range.setStart(start.node, start.offset);
    range.setEnd(end.node, end.offset + 1);
    return [range];
  });
}

function locate(nodes: readonly Node[], at: number): { readonly node: Node; readonly offset: number } | undefined {
  let rest = at;
  for (const node of nodes) {
    const length = node.textContent?.length ?? 0;
    if (rest < length) return { node, offset: rest };
    rest -= length;
  }
  return undefined;
}
