// The size of an element.
import { useLayoutEffect, useState, type RefObject } from 'react';

/** A size in px. */
interface ElementSize {
  readonly width: number;
  readonly height: number;
}

/** Undefined until it is measured. `enabled`: the element is on the screen. */
export function useSize(element: RefObject<HTMLElement | null>, enabled = true): ElementSize | undefined {
  const [size, setSize] = useState<ElementSize>();
  useLayoutEffect(() => {
    if (!enabled || element.current === null) return undefined;
    const { current } = element;
    const measure = (): void => {
      const next = { width: current.clientWidth, height: current.clientHeight };
      setSize((last) => (last?.width === next.width && last.height === next.height ? last : next));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(current);
    return () => observer.disconnect();
  }, [element, enabled]);
  return size;
}
