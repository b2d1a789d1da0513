// Panes that don't all fit: how many are out of view, and how far to scroll so that the focused one is in view.

/** Least width of a pane, px: with less, its message box can't be used. */
export const PANE_MIN_PX = 380;

/** How many of `count` panes are out of view, at least in part, in an area of this width. */
export function countHidden(count: number, areaPx: number): number {
  if (areaPx === 0 || count < 2 || count * PANE_MIN_PX <= areaPx) return 0;
  return count - Math.max(1, Math.floor(areaPx / PANE_MIN_PX));
}

interface Span {
  readonly start: number;
  readonly size: number;
}

/** Where to scroll so that all of `pane` is visible in `view`; the start of `view` if it is already. */
export function scrollToShow(pane: Span, view: Span): number {
  if (pane.start < view.start || pane.size >= view.size) return pane.start;
  return Math.max(view.start, pane.start + pane.size - view.size);
}
