// Which sessions the user is looking at: those visible in the focused window, in this tab or another one.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { routeStore, type Route } from '../state/route.ts';
import type { Layout } from '../state/layout.ts';

/** What the focused window shows. Without a focused window, nothing. */
export interface Attention {
  readonly focused: boolean;
  readonly sessions: readonly string[];
  /** The page that lists the pending approvals. */
  readonly approvals: boolean;
}

const NONE: Attention = { focused: false, sessions: [], approvals: false };
const CHANNEL = 'gatehouse.attention';
const ASK = 'ask';

/** What a window with this route and layout shows; `narrow` windows show one pane. */
export function attentionIn({ segments }: Route, { panes, focused, hidden }: Layout, narrow: boolean): Attention {
  const [page, key] = segments;
  if (page === 'approvals') return { ...NONE, focused: true, approvals: true };
  if (page !== 'sessions' || (narrow && key === undefined)) return { ...NONE, focused: true };
  const visible = panes.filter(({ id }) => (narrow ? id === focused : !hidden.includes(id)));
  // The session of the address, even before its pane is open.
  const keys = [...visible.map((pane) => pane.key), ...(key === undefined ? [] : [key])];
  return { ...NONE, focused: true, sessions: [...new Set(keys)] };
}

/** Follows this tab, and by a channel the other tabs of the app, for as long as the page is open. */
export function followAttention(layout: StoreApi<Layout>, isNarrow: () => boolean): StoreApi<Attention> {
  const store = createStore<Attention>(() => NONE);
  const channel = new BroadcastChannel(CHANNEL);
  const own = createOwnAttention(layout, isNarrow, (now) => {
    store.setState(now, true);
    channel.postMessage(now);
  });
  channel.addEventListener('message', ({ data }: MessageEvent<Attention | typeof ASK>) => {
    if (data === ASK) {
      if (own().focused) channel.postMessage(own());
    } else if (!own().focused) store.setState(data, true);
  });
  channel.postMessage(ASK);
  return store;
}

/** Calls `report` with each change of what this tab shows in focus; returns the current state. */
function createOwnAttention(
  layout: StoreApi<Layout>,
  isNarrow: () => boolean,
  report: (now: Attention) => void,
): () => Attention {
  const read = (leaving = false): Attention =>
    !leaving && document.visibilityState === 'visible' && document.hasFocus()
      ? attentionIn(routeStore.getState(), layout.getState(), isNarrow())
      : NONE;
  let last = NONE;
  const update = (leaving = false): void => {
    const now = read(leaving);
    // The focus of another tab isn't ours to report.
    if (!now.focused && !last.focused) return;
    if (JSON.stringify(now) === JSON.stringify(last)) return;
    last = now;
    report(now);
  };
  const updateNow = (): void => update();
  window.addEventListener('focus', updateNow);
  window.addEventListener('blur', updateNow);
  window.addEventListener('pagehide', () => update(true));
  document.addEventListener('visibilitychange', updateNow);
  routeStore.subscribe(updateNow);
  layout.subscribe(updateNow);
  // After the channel is open.
  queueMicrotask(updateNow);
  return () => last;
}
