// Keeps a growing list at its end while the user is there, and leaves it alone as soon as the user scrolls up.
import { createStore, type StoreApi } from 'zustand/vanilla';

/** Distance from the end within which the user counts as being there, px. */
const AT_END_PX = 48;

/** Follows one list at a time. */
export interface EndFollower {
  /** Whether the list stands at its end, or is about to. */
  readonly store: StoreApi<{ readonly atEnd: boolean }>;
  /** `content` is what grows inside of `scroller`. Goes to the end and stays there; gives the function that ends it. */
  attach(scroller: HTMLElement, content: HTMLElement): () => void;
  toEnd(): void;
  /** Something else scrolls: stays where that leads. */
  leave(): void;
}

/** A follower that is not attached yet. */
export function createEndFollower(): EndFollower {
  const store = createStore<{ readonly atEnd: boolean }>(() => ({ atEnd: true }));
  let list: HTMLElement | undefined;
  let following = true;
  let lastTop = 0;
  const stick = (): void => {
    if (following && list !== undefined) list.scrollTop = list.scrollHeight;
  };
  const onScroll = (): void => {
    if (list === undefined) return;
    const there = list.scrollHeight - list.scrollTop - list.clientHeight <= AT_END_PX;
    // Growth alone takes the list away from its end too: only a way up is the user's.
    if (there) following = true;
    else if (list.scrollTop < lastTop) following = false;
    lastTop = list.scrollTop;
    if (store.getState().atEnd !== (there || following)) store.setState({ atEnd: there || following });
  };
  return {
    store,
    toEnd() {
      following = true;
      store.setState({ atEnd: true });
      stick();
    },
    leave() {
      following = false;
    },
    attach(scroller, content) {
      list = scroller;
      stick();
      const observer = new ResizeObserver(stick);
      observer.observe(content);
      observer.observe(scroller);
      scroller.addEventListener('scroll', onScroll, { passive: true });
      return () => {
        observer.disconnect();
        scroller.removeEventListener('scroll', onScroll);
        list = undefined;
      };
    },
  };
}
