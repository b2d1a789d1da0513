// A horizontal swipe, from its pointer events. Pure functions: where the card is, and what a release does.

/** Movement before it is clear whether a finger swipes or scrolls, px. */
const START_PX = 12;
/** A swipe is at least this much more horizontal than vertical. */
const STEEPNESS = 1.5;
/** The part of the width after which a release answers. Long, because the answer can't be undone. */
const SHARE = 0.4;
const MIN_THRESHOLD_PX = 130;
/** How far a card moves in a direction that has no answer, px. */
const RESISTANCE_PX = 24;

/** A direction. */
export type SwipeSide = 'left' | 'right';

/** A touch that may become a swipe. `scroll`: it turned out not to be one. */
export interface Swipe {
  readonly kind: 'undecided' | 'swipe' | 'scroll';
  readonly startX: number;
  readonly startY: number;
  readonly dx: number;
}

/** A touch at a point. */
export function startSwipe(x: number, y: number): Swipe {
  return { kind: 'undecided', startX: x, startY: y, dx: 0 };
}

/** The finger moved to a point. */
export function moveSwipe(swipe: Swipe, x: number, y: number): Swipe {
  const dx = x - swipe.startX;
  const dy = Math.abs(y - swipe.startY);
  if (swipe.kind === 'scroll') return swipe;
  if (swipe.kind === 'swipe') return { ...swipe, dx };
  if (Math.max(Math.abs(dx), dy) < START_PX) return swipe;
  return Math.abs(dx) > dy * STEEPNESS ? { ...swipe, kind: 'swipe', dx } : { ...swipe, kind: 'scroll', dx: 0 };
}

/** The side that a swipe goes to; undefined before it is one. */
export function swipeSide({ kind, dx }: Swipe): SwipeSide | undefined {
  if (kind !== 'swipe' || dx === 0) return undefined;
  return dx > 0 ? 'right' : 'left';
}

/** Whether a release now answers. */
export function isFarEnough({ kind, dx }: Swipe, width: number): boolean {
  return kind === 'swipe' && Math.abs(dx) >= Math.max(MIN_THRESHOLD_PX, width * SHARE);
}

/** How far the card is moved, px. */
export function swipeOffset(swipe: Swipe, hasAnswer: boolean): number {
  if (swipe.kind !== 'swipe') return 0;
  return hasAnswer ? swipe.dx : Math.max(-RESISTANCE_PX, Math.min(RESISTANCE_PX, swipe.dx));
}
