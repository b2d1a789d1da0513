// Moves the rows of a list by dragging a handle, with a mouse, a pen, or a finger.
import { useEffect, useState, type CSSProperties, type PointerEvent, type RefObject } from 'react';

/** Closer to the edge of a list than this, it scrolls, px. */
const EDGE_PX = 24;
const SCROLL_PX = 8;

/** The upper and the lower edge of a row. */
export interface RowEdges {
  readonly top: number;
  readonly bottom: number;
}

/** The place of a dragged row among the others: the number of those whose middle is above the pointer. */
export function findPlace(others: readonly RowEdges[], y: number): number {
  return others.filter(({ top, bottom }) => (top + bottom) / 2 < y).length;
}

interface Drag {
  readonly id: string;
  readonly startY: number;
  readonly y: number;
  /** Among the other rows. */
  readonly place: number;
}

interface ReorderProps {
  /** The rows, in the order of the children of `list`. */
  readonly ids: readonly string[];
  readonly list: RefObject<HTMLElement | null>;
  /** `before`: the row that it goes before; absent at the end. */
  readonly onMove: (id: string, before: string | undefined) => void;
}

/** Escape ends a drag without a move. */
export function useReorder({ ids, list, onMove }: ReorderProps) {
  const [drag, setDrag] = useState<Drag | undefined>();
  const isDragging = drag !== undefined;
  useEffect(() => {
    if (!isDragging) return undefined;
    const cancel = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      setDrag(undefined);
    };
    window.addEventListener('keydown', cancel, true);
    return () => window.removeEventListener('keydown', cancel, true);
  }, [isDragging]);
  const placeAt = (id: string, y: number): number => {
    const rows = [...(list.current?.children ?? [])].filter((_, at) => ids[at] !== id);
    return findPlace(
      rows.map((row) => row.getBoundingClientRect()),
      y,
    );
  };
  const others = ids.filter((id) => id !== drag?.id);
  const isMoved = drag !== undefined && ids.indexOf(drag.id) !== drag.place;
  return {
    /** The handlers of a row's handle, which needs `touch-action: none`. */
    handle: (id: string) => ({
      onPointerDown(event: PointerEvent) {
        if (event.button !== 0) return;
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        const { clientY: y } = event;
        setDrag({ id, startY: y, y, place: ids.indexOf(id) });
      },
      onPointerMove({ clientY: y }: PointerEvent) {
        if (drag?.id !== id) return;
        scrollAtEdge(list.current, y);
        setDrag({ ...drag, y, place: placeAt(id, y) });
      },
      onPointerUp() {
        if (drag?.id !== id) return;
        setDrag(undefined);
        if (isMoved) onMove(id, others[drag.place]);
      },
      onPointerCancel: () => setDrag(undefined),
    }),
    /** How to show a row: the dragged one follows the pointer, and another one has a line where it would go. */
    look(id: string): {
      readonly isDragged: boolean;
      readonly line?: 'above' | 'below';
      readonly style: CSSProperties;
    } {
      if (drag?.id === id) return { isDragged: true, style: { transform: `translateY(${drag.y - drag.startY}px)` } };
      if (!isMoved) return { isDragged: false, style: {} };
      if (others[drag.place] === id) return { isDragged: false, line: 'above', style: {} };
      const isEnd = drag.place === others.length && others.at(-1) === id;
      return { isDragged: false, ...(isEnd ? { line: 'below' } : {}), style: {} };
    },
  };
}

function scrollAtEdge(list: HTMLElement | null, y: number): void {
  if (list === null) return;
  const { top, bottom } = list.getBoundingClientRect();
  if (y < top + EDGE_PX) list.scrollBy(0, -SCROLL_PX);
  else if (y > bottom - EDGE_PX) list.scrollBy(0, SCROLL_PX);
}
