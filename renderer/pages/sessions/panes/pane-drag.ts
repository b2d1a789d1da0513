// Dragging a session, from the sidebar or by the header of its pane, and where it would be dropped.
import type { DragEvent } from 'react';
import { createStore } from 'zustand/vanilla';
import type { Target } from '../../../state/layout.ts';
import type { Box, PanePlan, Size } from '../../../state/pane-boxes.ts';
import type { Side } from '../../../state/pane-tree.ts';

const TYPE = 'application/x-gatehouse-session';
/** Closer to the edge of the area than this, a pane is dropped next to all others, px. */
const EDGE_PX = 20;
/** The part of a pane at each side that splits it. */
const SIDE_PART = 0.28;

/** The key of the session that is being dragged. */
export const dragStore = createStore<{ readonly key: string | undefined }>(() => ({ key: undefined }));

/** Starts to drag a session. */
export function dragSession(event: DragEvent, key: string): void {
  event.dataTransfer.setData(TYPE, key);
  event.dataTransfer.effectAllowed = 'move';
  // A change of the page below the pointer would end the drag at once in Chrome.
  setTimeout(() => dragStore.setState({ key }));
}

/** Ends the drag, whether the session was dropped or not. */
export function endDrag(): void {
  // After the start, which is delayed.
  setTimeout(() => dragStore.setState({ key: undefined }));
}

/** A target, and the place that it would take. */
export interface Drop {
  readonly target: Target;
  readonly box: Box;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** The target at a point of the area; undefined where a drop of the pane `dragged` would change nothing. */
export function findDrop({ groups }: PanePlan, area: Size, point: Point, dragged?: string): Drop | undefined {
  const whole: Box = { left: 0, top: 0, ...area };
  if (!contains(whole, point)) return undefined;
  const edge = groups.length > 1 ? nearestSide(whole, point, 'px') : undefined;
  if (edge !== undefined && edge.px < EDGE_PX) {
    const beside = groups.flatMap(({ ids }) => ids).filter((id) => id !== dragged);
    return { target: { kind: 'side', beside, side: edge.side }, box: sliceBox(whole, edge.side, 1 / 3) };
  }
  const group = groups.find((box) => contains(box, point));
  if (group === undefined) return undefined;
  const { ids, active, ...box } = group;
  const { side, part } = nearestSide(box, point, 'part');
  const beside = ids.filter((id) => id !== dragged);
  if (part < SIDE_PART)
    return beside.length === 0
      ? undefined
      : { target: { kind: 'side', beside, side }, box: sliceBox(box, side, ids.length > 1 ? 1 / 3 : 1 / 2) };
  return active === dragged ? undefined : { target: { kind: 'pane', id: active }, box };
}

function contains({ left, top, width, height }: Box, { x, y }: Point): boolean {
  return x >= left && x <= left + width && y >= top && y <= top + height;
}

/** The closest side of a box, and the distance from it, in px and as a part of the size. One of the two is compared. */
function nearestSide({ left, top, width, height }: Box, { x, y }: Point, by: 'px' | 'part') {
  const sides: readonly { readonly side: Side; readonly px: number; readonly part: number }[] = [
    { side: 'left', px: x - left, part: (x - left) / width },
    { side: 'right', px: left + width - x, part: (left + width - x) / width },
    { side: 'top', px: y - top, part: (y - top) / height },
    { side: 'bottom', px: top + height - y, part: (top + height - y) / height },
  ];
  return sides.reduce((nearest, one) => (one[by] < nearest[by] ? one : nearest));
}

function sliceBox(box: Box, side: Side, share: number): Box {
  const [width, height] = [box.width * share, box.height * share];
  switch (side) {
    case 'left':
      return { ...box, width };
    case 'right':
      return { ...box, left: box.left + box.width - width, width };
    case 'top':
      return { ...box, height };
    case 'bottom':
      return { ...box, top: box.top + box.height - height, height };
  }
}
