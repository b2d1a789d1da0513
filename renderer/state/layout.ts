// The layout of the sessions page: panes side by side, sidebar, inspector. The browser stores it.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { getJson, type TextStorage } from './storage.ts';

/** A pane with a session, or with a new one that its first message creates (`draft:…`). `share` is its share of the width. */
export interface Pane {
  readonly id: string;
  readonly key: string;
  readonly share: number;
}

/** The layout. `panes` is empty until a session is opened. */
export interface Layout {
  readonly panes: readonly Pane[];
  readonly focused: string | undefined;
  readonly sidebarOpen: boolean;
  readonly sidebarWidth: number;
  readonly inspectorOpen: boolean;
  readonly inspectorTab: string;
  readonly inspectorWidth: number;
  /** The terminals below the panes, if they are there. */
  readonly terminalOpen: boolean;
  readonly terminalHeight: number;
}

const STORAGE_KEY = 'gatehouse.layout';
const DRAFT = 'draft:';
const MIN_SHARE = 0.15;
/** Limits of the sidebar width, px. */
export const SIDEBAR_WIDTHS = { min: 200, max: 480 } as const;
/** Limits of the inspector width, px. */
export const INSPECTOR_WIDTHS = { min: 280, max: 900 } as const;
/** Limits of the height of the terminals below the panes, px. */
export const TERMINAL_HEIGHTS = { min: 120, max: 1200 } as const;
const START: Layout = {
  panes: [],
  focused: undefined,
  sidebarOpen: true,
  sidebarWidth: 264,
  inspectorOpen: false,
  inspectorTab: 'files',
  inspectorWidth: 420,
  terminalOpen: false,
  terminalHeight: 300,
};

/** The session of the focused pane; undefined if it doesn't exist yet. */
export function focusedSession({ panes, focused }: Layout): string | undefined {
  const key = panes.find(({ id }) => id === focused)?.key;
  return key === undefined || isDraftKey(key) ? undefined : key;
}

/** Whether the session of a key doesn't exist yet. */
export function isDraftKey(key: string): boolean {
  return key.startsWith(DRAFT);
}

/** A key for a session that doesn't exist yet. */
export function newDraftKey(newId: () => string): string {
  return DRAFT + newId();
}

/** Reads the stored layout, and stores its changes. */
export function createLayout(storage: TextStorage): StoreApi<Layout> {
  const store = createStore<Layout>(() => restore(storage));
  store.subscribe((layout) => storage.set(STORAGE_KEY, JSON.stringify(layout)));
  return store;
}

/** Focuses the pane that shows a session, or else shows it in the focused pane. */
export function showSession(layout: Layout, key: string, newId: () => string): Layout {
  const shown = layout.panes.find((pane) => pane.key === key);
  if (shown !== undefined) return layout.focused === shown.id ? layout : { ...layout, focused: shown.id };
  const focused = layout.panes.find((pane) => pane.id === layout.focused) ?? layout.panes[0];
  if (focused === undefined) {
    const id = newId();
    return { ...layout, panes: [{ id, key, share: 1 }], focused: id };
  }
  const panes = layout.panes.map((pane) => (pane.id === focused.id ? { ...pane, key } : pane));
  return { ...layout, panes, focused: focused.id };
}

/** Opens a session in a new pane to the right of the focused one, and splits the width between them. */
export function splitRight(layout: Layout, key: string, newId: () => string): Layout {
  const at = layout.panes.findIndex((pane) => pane.id === layout.focused);
  const focused = layout.panes[at];
  if (focused === undefined) return showSession(layout, key, newId);
  const half = focused.share / 2;
  const pane = { id: newId(), key, share: half };
  return { ...layout, focused: pane.id, panes: layout.panes.toSpliced(at, 1, { ...focused, share: half }, pane) };
}

/** Closes a pane; its neighbor gets its width and the focus. A run continues. */
export function closePane(layout: Layout, id: string): Layout {
  const at = layout.panes.findIndex((pane) => pane.id === id);
  const gone = layout.panes[at];
  if (gone === undefined) return layout;
  const rest = layout.panes.toSpliced(at, 1);
  const neighbor = rest[Math.max(0, at - 1)];
  const panes = rest.map((pane) => (pane === neighbor ? { ...pane, share: pane.share + gone.share } : pane));
  return { ...layout, panes, focused: layout.focused === id ? neighbor?.id : layout.focused };
}

/** Opens a closed pane again at its old place, with half the width of its new neighbor; focuses it. */
export function reopenPane(layout: Layout, { id, key }: Pane, at: number): Layout {
  const shown = layout.panes.find((pane) => pane.key === key);
  if (shown !== undefined) return { ...layout, focused: shown.id };
  const place = Math.min(at, layout.panes.length);
  const neighbor = layout.panes[Math.max(0, place - 1)];
  const share = neighbor === undefined ? 1 : neighbor.share / 2;
  const others = layout.panes.map((pane) => (pane === neighbor ? { ...pane, share } : pane));
  return { ...layout, panes: others.toSpliced(place, 0, { id, key, share }), focused: id };
}

/** Changes the key of a pane, when a draft becomes a session. */
export function rekeyPane(layout: Layout, from: string, to: string): Layout {
  return { ...layout, panes: layout.panes.map((pane) => (pane.key === from ? { ...pane, key: to } : pane)) };
}

/** Moves the divider to the right of a pane by a share of the whole width. */
export function resizePane(layout: Layout, id: string, by: number): Layout {
  const at = layout.panes.findIndex((pane) => pane.id === id);
  const [left, right] = [layout.panes[at], layout.panes[at + 1]];
  if (left === undefined || right === undefined) return layout;
  const both = left.share + right.share;
  const min = Math.min(MIN_SHARE, both / 2);
  const share = Math.min(Math.max(left.share + by, min), both - min);
  const panes = layout.panes.with(at, { ...left, share }).with(at + 1, { ...right, share: both - share });
  return { ...layout, panes };
}

/** Focuses the pane `step` places to the right of the focused one. */
export function focusBy(layout: Layout, step: number): Layout {
  const at = layout.panes.findIndex((pane) => pane.id === layout.focused);
  const next = layout.panes[(at + step + layout.panes.length) % Math.max(1, layout.panes.length)];
  return next === undefined ? layout : { ...layout, focused: next.id };
}

/** Opens the inspector at a tab; closes it if that tab is already open. */
export function toggleInspector(layout: Layout, tab: string): Layout {
  const here = layout.inspectorOpen && layout.inspectorTab === tab;
  return { ...layout, inspectorOpen: !here, inspectorTab: tab };
}

/** Closes the inspector when another session gets the focus where it covers the session, as on a phone. */
export function closeCoveringInspector(store: StoreApi<Layout>, covers: () => boolean): () => void {
  return store.subscribe((layout, before) => {
    if (layout.inspectorOpen && focusedKey(layout) !== focusedKey(before) && covers())
      store.setState({ inspectorOpen: false });
  });
}

function focusedKey({ panes, focused }: Layout): string | undefined {
  return panes.find(({ id }) => id === focused)?.key;
}

function restore(storage: TextStorage): Layout {
  const stored = (getJson(storage, STORAGE_KEY) ?? {}) as Partial<Layout>; // Written by this file; the panes are checked below.
  const panes = Array.isArray(stored.panes)
    ? stored.panes.filter((pane) => typeof pane.key === 'string' && typeof pane.id === 'string' && pane.share > 0)
    : [];
  const total = panes.reduce((sum, pane) => sum + pane.share, 0);
  return { ...START, ...stored, panes: panes.map((pane) => ({ ...pane, share: pane.share / total })) };
}
