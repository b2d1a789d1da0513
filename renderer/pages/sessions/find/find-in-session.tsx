// The search within a session: the bar, and the highlights on the screen.
import { useEffect, type RefObject } from 'react';
import type { OpenSession } from '../../../state/session-feed.ts';
import type { Row } from '../transcript/transcript-rows.ts';
import { FindBar } from './find-bar.tsx';
import { useFind } from './use-find.ts';

interface FindInSessionProps {
  readonly session: OpenSession;
  readonly rows: readonly Row[];
  readonly focused: boolean;
  /** The container of the rows, each with its `data-index`. */
  readonly content: RefObject<HTMLElement | null>;
  readonly onShow: (index: number) => void;
}

/** Empty until opened by shortcut. */
export function FindInSession({ session, rows, focused, content, onShow }: FindInSessionProps) {
  const { query, matches, current, reading, setQuery, step, close } = useFind(session, rows, focused, onShow);
  // After each render, because rows mount and unmount while the list scrolls.
  useEffect(() => {
    const node = content.current;
    if (query === undefined || node === null) return undefined;
    const row = current === undefined ? null : node.querySelector(`[data-index="${current}"]`);
    markMatches(node, query, row ?? undefined);
    return clearMatches;
  });
  if (query === undefined) return null;
  return (
    <FindBar
      query={query}
      onQuery={setQuery}
      count={matches.length}
      place={current === undefined ? 0 : matches.indexOf(current) + 1}
      reading={reading}
      onStep={step}
      onClose={close}
    />
  );
}

/** Names of the marks in find.css. */
const ALL = 'gatehouse-find';
const CURRENT = 'gatehouse-find-current';

/** Marks each occurrence in `container`; those inside of `current` stand out. Takes earlier marks away. */
function markMatches(container: Element, query: string, current: Element | undefined): void {
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
function clearMatches(): void {
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
