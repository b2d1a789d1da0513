// Whether the user works in this window.
import { useSyncExternalStore } from 'react';

/** Whether the window has the focus: someone who works in another program doesn't see what happens here. */
export function useWindowFocus(): boolean {
  return useSyncExternalStore(follow, () => document.hasFocus());
}

function follow(changed: () => void): () => void {
  window.addEventListener('focus', changed);
  window.addEventListener('blur', changed);
  return () => {
    window.removeEventListener('focus', changed);
    window.removeEventListener('blur', changed);
  };
}
