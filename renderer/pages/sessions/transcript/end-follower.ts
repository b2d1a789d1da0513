// Keeps a growing list scrolled to its end until the user scrolls up.
import { createStore, type StoreApi } from 'zustand/vanilla';

/** Distance from the end that still counts as the end, px. */
const AT_END_PX = 48;

/** Follows one list at a time. */
export interface EndFollower {
  /** Whether the list is at its end, or about to be. */
  readonly store: StoreApi<{ readonly atEnd: boolean }>;
  /** `content` grows inside `scroller`. Scrolls to the end and stays there; returns the function that stops it. */
  attach(scroller: HTMLElement, content: HTMLElement): () => void;
  /** Whether it keeps the list at its end, so that the list scrolls although nobody scrolls it. */
  follows(): boolean;
  toEnd(): void;
  /** Stops following, because something else scrolls. */
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
    // Growth also moves the list away from its end; only scrolling up is the user's doing.
    if (there) following = true;
    else if (list.scrollTop < lastTop) following = false;
    lastTop = list.scrollTop;
    if (store.getState().atEnd !== (there || following)) store.setState({ atEnd: there || following });
  };
  return {
    store,
    follows: () => following,
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
