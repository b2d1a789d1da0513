// The width of an element.
import { useEffect, useState, type RefObject } from 'react';

/** In px, 0 until it is measured. `enabled`: the element is on the screen. */
export function useWidth(element: RefObject<HTMLElement | null>, enabled = true): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!enabled || element.current === null) return undefined;
    const { current } = element;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, enabled]);
  return width;
}
