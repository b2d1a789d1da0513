// Which touches are swipes, and from where on a release answers.
// Proves: UI-9
import { describe, expect, it } from 'vitest';
import { isFarEnough, moveSwipe, startSwipe, swipeOffset, swipeSide, type Swipe } from './swipe-gesture.ts';

const swipe = (...points: readonly (readonly [number, number])[]): Swipe =>
  points.reduce((now, [x, y]) => moveSwipe(now, x, y), startSwipe(100, 100));

describe('a swipe', () => {
  it('is undecided after a small movement, and ends as scrolling after a steep one', () => {
    expect(swipe([106, 103]).kind).toBe('undecided');
    expect(swipe([110, 130], [300, 130]).kind).toBe('scroll');
    expect(swipe([130, 128]).kind).toBe('scroll');
  });

  it('goes to a side', () => {
    expect(swipeSide(swipe([130, 102]))).toBe('right');
    expect(swipeSide(swipe([60, 102]))).toBe('left');
    expect(swipeSide(startSwipe(1, 1))).toBeUndefined();
  });

  it('answers only from a long distance on, also on a narrow card', () => {
    expect(isFarEnough(swipe([120, 100], [255, 100]), 390)).toBe(false);
    expect(isFarEnough(swipe([120, 100], [256, 100]), 390)).toBe(true);
    expect(isFarEnough(swipe([120, 100], [220, 100]), 200)).toBe(false);
    expect(isFarEnough(swipe([120, 100], [256, 100], [110, 100]), 390)).toBe(false);
  });

  it('hardly moves the card where there is no answer', () => {
    expect(swipeOffset(swipe([120, 100], [300, 100]), true)).toBe(200);
    expect(swipeOffset(swipe([120, 100], [300, 100]), false)).toBe(24);
  });
});
