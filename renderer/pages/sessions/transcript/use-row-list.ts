// The virtual list of the transcript: its rows, their heights, and which of them are rendered.
import { observeElementOffset, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useRef, type RefObject } from 'react';
import { listRowsToRender } from './rows-to-render.ts';
import type { Row } from './transcript-rows.ts';

type RowList = ReturnType<typeof useVirtualizer<HTMLDivElement, HTMLDivElement>>;

/** Starts at the end. `follows`: whether the list is being kept at its end. */
export function useRowList(
  scroller: RefObject<HTMLDivElement | null>,
  rows: readonly Row[],
  follows: () => boolean,
): RowList {
  const list = useRef<RowList>(undefined);
  const rangeExtractor = useCallback(
    (range: Range) => listRowsToRender(range, (index) => list.current?.measurementsCache[index]?.size ?? 0),
    [],
  );
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateRow(rows[index]),
    getItemKey: useItemKey(rows),
    rangeExtractor,
    // The list renders when a scroll starts and when it ends, which would be twice for each word that is followed.
    observeElementOffset: (instance, report) =>
      observeElementOffset(instance, (offset, isScrolling) => report(offset, isScrolling && !follows())),
    paddingStart: 20,
    paddingEnd: 12,
    anchorTo: 'end',
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    initialOffset: () => Number.MAX_SAFE_INTEGER,
  });
  list.current = virtualizer;
  return virtualizer;
}

const LINE_PX = 25;
const CHARACTERS_PER_LINE = 85;

/** The same function while the keys are the same, because with another one the list adds up the heights of all rows again. */
function useItemKey(rows: readonly Row[]): (index: number) => string | number {
  const last = useRef<{ readonly rows: readonly Row[]; readonly read: (index: number) => string | number }>(undefined);
  const isSame =
    last.current?.rows.length === rows.length && rows.every(({ key }, index) => key === last.current?.rows[index]?.key);
  if (last.current === undefined || !isSame) last.current = { rows, read: (index) => rows[index]?.key ?? index };
  return last.current.read;
}

/** Height in px. */
function estimateRow(row: Row | undefined): number {
  switch (row?.type) {
    case 'text':
      return countLines(row.text) * LINE_PX + 16;
    case 'user':
      return countLines(row.item.text) * LINE_PX + 48;
    case 'outgoing':
      return countLines(row.message.text) * LINE_PX + 48;
    case 'tools':
      return row.calls.length * 28 + 12;
    case 'thinking':
      return 36;
    default:
      return 40;
  }
}

function countLines(text: string): number {
  let lines = 0;
  for (const line of text.split('\n', 200)) lines += Math.max(1, Math.ceil(line.length / CHARACTERS_PER_LINE));
  return lines;
}
