// Whether an element can be seen: the tab is visible, and the element is in view.
import { useEffect, useState, type RefObject } from 'react';

/** How much of it must be in view. */
const SHARE = 0.5;

/** False until it is known. */
export function useOnScreen(element: RefObject<HTMLElement | null>): boolean {
  const [inView, setInView] = useState(false);
  const [visible, setVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    if (element.current === null) return undefined;
    const observer = new IntersectionObserver(
      (entries) => setInView((entries.at(-1)?.intersectionRatio ?? 0) >= SHARE),
      { threshold: [0, SHARE] },
    );
    observer.observe(element.current);
    const follow = (): void => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', follow);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', follow);
    };
  }, [element]);
  return inView && visible;
}
