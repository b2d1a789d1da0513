// Whether a text is cut off on the screen, so that nothing is decided on a part of it.
import { useEffect, useRef, useState, type RefObject } from 'react';

interface Truncated {
  readonly ref: RefObject<HTMLSpanElement | null>;
  /** True until the text has been measured. */
  readonly truncated: boolean;
}

/** Follows the size of the element and its fonts; `text` is what it shows. */
export function useTruncated(text: string): Truncated {
  const ref = useRef<HTMLSpanElement>(null);
  const [truncated, setTruncated] = useState(true);
  useEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const measure = (): void =>
      setTruncated(element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    document.fonts.addEventListener('loadingdone', measure);
    return () => {
      observer.disconnect();
      document.fonts.removeEventListener('loadingdone', measure);
    };
  }, [text]);
  return { ref, truncated };
}
