// How the sessions page is laid out: panes side by side, sidebar, inspector. Kept by the browser.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TextStorage } from './storage.ts';

/** A pane: a session, or a new one that its first message creates (`draft:…`). `share` is its part of the width. */
export interface Pane {
  readonly id: string;
  readonly key: string;
  readonly share: number;
}

/** The layout. `panes` may be empty: nothing was opened yet. */
export interface Layout {
  readonly panes: readonly Pane[];
  readonly focused: string | undefined;
  readonly sidebarOpen: boolean;
  readonly inspectorOpen: boolean;
  readonly inspectorTab: string;
  readonly inspectorWidth: number;
}

const STORAGE_KEY = 'gatehouse.layout';
const DRAFT = 'draft:';
const SMALLEST_SHARE = 0.15;
export const INSPECTOR_WIDTHS = { min: 280, max: 900 } as const;
const START: Layout = {
  panes: [],
  focused: undefined,
  sidebarOpen: true,
  inspectorOpen: false,
  inspectorTab: 'files',
  inspectorWidth: 420,
};

/** Whether a pane's key is that of a session that doesn't exist yet. */
export function isDraftKey(key: string): boolean {
  return key.startsWith(DRAFT);
}

/** A key for a session that does not exist yet. */
export function newDraftKey(newId: () => string): string {
  return DRAFT + newId();
}

/** Reads the kept layout and keeps its changes. */
export function createLayout(storage: TextStorage): StoreApi<Layout> {
  const store = createStore<Layout>(() => restore(storage));
  store.subscribe((layout) => storage.set(STORAGE_KEY, JSON.stringify(layout)));
  return store;
}

/** Shows a session: where it is shown already, else in the focused pane. */
export function showSession(layout: Layout, key: string, newId: () => string): Layout {
  const shown = layout.panes.find((pane) => pane.key === key);
  if (shown !== undefined) return layout.focused === shown.id ? layout : { ...layout, focused: shown.id };
  const focused = layout.panes.find((pane) => pane.id === layout.focused) ?? layout.panes[0];
  if (focused === undefined) {
    const id = newId();
    return { ...layout, panes: [{ id, key, share: 1 }], focused: id };
  }
  return {
    ...layout,
    focused: focused.id,
    panes: layout.panes.map((pane) => (pane.id === focused.id ? { ...pane, key } : pane)),
  };
}

/** Opens a session in a new pane, right of the focused one, which gives it half of its width. */
export function splitRight(layout: Layout, key: string, newId: () => string): Layout {
  const at = layout.panes.findIndex((pane) => pane.id === layout.focused);
  const focused = layout.panes[at];
  if (focused === undefined) return showSession(layout, key, newId);
  const half = focused.share / 2;
  const pane = { id: newId(), key, share: half };
  return { ...layout, focused: pane.id, panes: layout.panes.toSpliced(at, 1, { ...focused, share: half }, pane) };
}

/** Closes a pane; its neighbour takes its width and the focus. Never ends a run. */
export function closePane(layout: Layout, id: string): Layout {
  const at = layout.panes.findIndex((pane) => pane.id === id);
  const gone = layout.panes[at];
  if (gone === undefined) return layout;
  const rest = layout.panes.toSpliced(at, 1);
  const neighbour = rest[Math.max(0, at - 1)];
  const panes = rest.map((pane) => (pane === neighbour ? { ...pane, share: pane.share + gone.share } : pane));
  return { ...layout, panes, focused: layout.focused === id ? neighbour?.id : layout.focused };
}

/** Another key for a pane's session: a draft that became one. */
export function rekeyPane(layout: Layout, from: string, to: string): Layout {
  return { ...layout, panes: layout.panes.map((pane) => (pane.key === from ? { ...pane, key: to } : pane)) };
}

/** Moves the line between a pane and its right neighbour by a part of the whole width. */
export function resizePane(layout: Layout, id: string, by: number): Layout {
  const at = layout.panes.findIndex((pane) => pane.id === id);
  const [left, right] = [layout.panes[at], layout.panes[at + 1]];
  if (left === undefined || right === undefined) return layout;
  const both = left.share + right.share;
  const share = Math.min(
    Math.max(left.share + by, Math.min(SMALLEST_SHARE, both / 2)),
    both - Math.min(SMALLEST_SHARE, both / 2),
  );
  return {
    ...layout,
    panes: layout.panes.with(at, { ...left, share }).with(at + 1, { ...right, share: both - share }),
  };
}

/** The pane `step` places right of the focused one. */
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

function restore(storage: TextStorage): Layout {
  try {
    const kept = JSON.parse(storage.get(STORAGE_KEY) ?? '{}') as Partial<Layout> | null; // Our own writing; each part is checked below.
    const panes = Array.isArray(kept?.panes)
      ? kept.panes.filter((pane) => typeof pane.key === 'string' && typeof pane.id === 'string' && pane.share > 0)
      : [];
    const whole = panes.reduce((sum, pane) => sum + pane.share, 0);
    return { ...START, ...kept, panes: panes.map((pane) => ({ ...pane, share: pane.share / whole })) };
  } catch {
    return START;
  }
}
