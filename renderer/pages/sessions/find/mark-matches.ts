// Marks the matches that are on the screen, without touching the elements that show them.

/** Names of the marks in find.css. */
const ALL = 'gatehouse-find';
const CURRENT = 'gatehouse-find-current';

/** Marks each occurrence in `container`; those inside of `current` stand out. Takes earlier marks away. */
export function markMatches(container: Element, query: string, current: Element | undefined): void {
  clearMatches();
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return;
  const all: Range[] = [];
  const active: Range[] = [];
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const target = current?.contains(node) === true ? active : all;
    target.push(...rangesIn(node, wanted));
  }
  CSS.highlights.set(ALL, new Highlight(...all));
  CSS.highlights.set(CURRENT, new Highlight(...active));
}

/** Takes all marks away. */
export function clearMatches(): void {
  CSS.highlights.delete(ALL);
  CSS.highlights.delete(CURRENT);
}

function rangesIn(node: Node, wanted: string): readonly Range[] {
  const text = (node.textContent ?? '').toLowerCase();
  const ranges: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + wanted.length);
    ranges.push(range);
  }
  return ranges;
}
