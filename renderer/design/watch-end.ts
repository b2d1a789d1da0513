// Follows how much of a scrollable element is below its visible part.

/** Differences this small are rounding, px. */
const TOLERANCE_PX = 4;

/** Reports how many lines are below the visible part, now and whenever that changes. Returns the function that stops. */
export function watchEnd(element: HTMLElement, report: (linesBelow: number) => void): () => void {
  const measure = (): void => {
    const { scrollHeight, scrollTop, clientHeight } = element;
    // An element that isn't on the screen has no size, and nobody has seen it.
    if (clientHeight === 0) return;
    const below = scrollHeight - scrollTop - clientHeight;
    const lineHeight = Number.parseFloat(getComputedStyle(element).lineHeight) || TOLERANCE_PX * 4;
    report(below <= TOLERANCE_PX ? 0 : Math.ceil(below / lineHeight));
  };
  const observer = new ResizeObserver(measure);
  observer.observe(element);
  element.addEventListener('scroll', measure, { passive: true });
  measure();
  return () => {
    observer.disconnect();
    element.removeEventListener('scroll', measure);
  };
}
