// Whether the window is as narrow as a phone's: below the `md` of the classes.
import { useSyncExternalStore } from 'react';

const NARROW = '(width < 48rem)';

/** Whether it is now. */
export const isNarrow = (): boolean => matchMedia(NARROW).matches;

/** Follows the width of the window. */
export function useNarrow(): boolean {
  return useSyncExternalStore(follow, isNarrow);
}

function follow(notify: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener('change', notify);
  return () => query.removeEventListener('change', notify);
}
