// The layout of the sessions page: a tree of panes, sidebar, inspector, terminals. Pure functions change it.
import type { StoreApi } from 'zustand/vanilla';
import { findNeighbor } from './pane-boxes.ts';
import {
  evenOut,
  insertPane,
  isBefore,
  listLeaves,
  removePane,
  setShares,
  swapPanes,
  type PaneTree,
  type Place,
  type Side,
} from './pane-tree.ts';

/** A pane with a session, or with a new one that its first message creates (`draft:…`). */
export interface Pane {
  readonly id: string;
  readonly key: string;
}

/** A pane that was closed, and where it was. */
export interface ClosedPane extends Pane {
  readonly place?: Place;
}

/** The layout. `panes` is empty until a session is opened, and in the order of the tree. */
export interface Layout {
  readonly panes: readonly Pane[];
  /** Undefined without panes. */
  readonly tree: PaneTree | undefined;
  readonly focused: string | undefined;
  /** The ids of the panes, the last focused one first. Decides which tab is shown. */
  readonly recent: readonly string[];
  /** Only the focused pane is shown. */
  readonly maximized: boolean;
  /** The panes that can't be seen, because they are behind a tab or a maximized pane. Not stored. */
  readonly hidden: readonly string[];
  /** The panes that were closed last, the last one first. */
  readonly closed: readonly ClosedPane[];
  /** The saved layout that was last opened or saved in this window. */
  readonly applied: string | undefined;
  readonly sidebarOpen: boolean;
  readonly sidebarWidth: number;
  readonly inspectorOpen: boolean;
  readonly inspectorTab: string;
  readonly inspectorWidth: number;
  /** The terminals below the panes, if they are there. */
  readonly terminalOpen: boolean;
  readonly terminalHeight: number;
}

/** Where a session is dropped: at a side of some panes, or instead of the session in one. */
export type Target =
  | { readonly kind: 'side'; readonly beside: readonly string[]; readonly side: Side }
  | { readonly kind: 'pane'; readonly id: string };

type NewId = () => string;

const DRAFT = 'draft:';
const CLOSED_MAX = 20;
/** Limits of the sidebar width, px. */
export const SIDEBAR_WIDTHS = { min: 200, max: 480 } as const;
/** Limits of the inspector width, px. */
export const INSPECTOR_WIDTHS = { min: 280, max: 900 } as const;
/** Limits of the height of the terminals below the panes, px. */
export const TERMINAL_HEIGHTS = { min: 120, max: 1200 } as const;

/** The key of the focused pane. */
export function focusedKey({ panes, focused }: Pick<Layout, 'panes' | 'focused'>): string | undefined {
  return panes.find(({ id }) => id === focused)?.key;
}

/** The session of the focused pane; undefined if it doesn't exist yet. */
export function focusedSession(layout: Layout): string | undefined {
  const key = focusedKey(layout);
  return key === undefined || isDraftKey(key) ? undefined : key;
}

/** Whether the session of a key doesn't exist yet. */
export function isDraftKey(key: string): boolean {
  return key.startsWith(DRAFT);
}

/** A key for a session that doesn't exist yet. */
export function newDraftKey(newId: NewId): string {
  return DRAFT + newId();
}

/** Focuses a pane. If another one is maximized, all are shown again. */
export function focusPane(layout: Layout, id: string): Layout {
  if (layout.focused === id || !layout.panes.some((pane) => pane.id === id)) return layout;
  const recent = [id, ...layout.recent.filter((other) => other !== id)];
  return { ...layout, focused: id, recent, maximized: false };
}

/** Focuses the pane that shows a session, or else shows it in the focused pane. */
export function showSession(layout: Layout, key: string, newId: NewId): Layout {
  const shown = layout.panes.find((pane) => pane.key === key);
  if (shown !== undefined) return focusPane(layout, shown.id);
  const focused = layout.panes.find((pane) => pane.id === layout.focused) ?? layout.panes[0];
  return focused === undefined ? openFirst(layout, { id: newId(), key }) : replaceSession(layout, focused.id, key);
}

/** Opens a session in a new pane to the right of the focused one, in half of its place. */
export function splitRight(layout: Layout, key: string, newId: NewId): Layout {
  return splitPane(layout, 'right', key, newId);
}

/** Opens a session in a new pane at a side of the focused one, in half of its place. */
export function splitPane(layout: Layout, side: Side, key: string, newId: NewId): Layout {
  const { focused } = layout;
  if (focused === undefined) return showSession(layout, key, newId);
  return placeSession(layout, key, { kind: 'side', beside: [focused], side }, newId);
}

/** Opens a session at a target. A pane that already shows it is moved there. */
export function placeSession(layout: Layout, key: string, target: Target, newId: NewId): Layout {
  const shown = layout.panes.find((pane) => pane.key === key);
  if (shown !== undefined) return movePane(layout, shown.id, target);
  if (target.kind === 'pane') return replaceSession(layout, target.id, key);
  return addPane(layout, { id: newId(), key }, { ...target, share: getShare(target.beside) });
}

/** Moves a pane to a target; exchanges it with a pane. */
export function movePane(layout: Layout, id: string, target: Target): Layout {
  const pane = layout.panes.find((entry) => entry.id === id);
  const { tree } = layout;
  if (pane === undefined || tree === undefined) return layout;
  if (target.kind === 'pane') return focusPane(arrange(layout, swapPanes(tree, id, target.id)), id);
  const rest = removePane(tree, id).tree;
  const beside = target.beside.filter((other) => other !== id);
  if (rest === undefined || beside.length === 0) return focusPane(layout, id);
  const moved = insertPane(rest, id, { ...target, beside, share: getShare(beside) });
  return focusPane(arrange({ ...layout, maximized: false }, moved), id);
}

/** Moves the focused pane by one place: past its neighbor, or else to the edge of the area. */
export function moveFocused(layout: Layout, side: Side): Layout {
  const { tree, focused } = layout;
  if (tree === undefined || focused === undefined) return layout;
  const neighbor = findNeighbor(tree, focused, side);
  if (neighbor !== undefined) return arrange(layout, swapPanes(tree, focused, neighbor));
  const beside = listLeaves(tree).filter((id) => id !== focused);
  return movePane(layout, focused, { kind: 'side', beside, side });
}

/** Focuses the neighbor of the focused pane; in a row, at the end, the next or previous pane. */
export function focusSide(layout: Layout, side: Side): Layout {
  const { tree, focused } = layout;
  if (tree === undefined || focused === undefined) return layout;
  const neighbor = findNeighbor(tree, focused, side);
  if (neighbor !== undefined) return focusPane(layout, neighbor);
  if (side === 'top' || side === 'bottom') return layout;
  const ids = listLeaves(tree);
  const next = ids[(ids.indexOf(focused) + (isBefore(side) ? -1 : 1) + ids.length) % ids.length];
  return next === undefined ? layout : focusPane(layout, next);
}

/** Closes a pane; its neighbor gets its place and the focus. A run continues. */
export function closePane(layout: Layout, id: string): Layout {
  const pane = layout.panes.find((entry) => entry.id === id);
  if (pane === undefined || layout.tree === undefined) return layout;
  const { tree, place } = removePane(layout.tree, id);
  const recent = layout.recent.filter((other) => other !== id);
  const closed = [{ ...pane, ...(place === undefined ? {} : { place }) }, ...layout.closed].slice(0, CLOSED_MAX);
  const rest = arrange({ ...layout, recent, closed }, tree);
  if (layout.focused !== id) return rest;
  const neighbor = recent.find((other) => place?.beside.includes(other) === true) ?? place?.beside[0];
  const focused = { ...rest, focused: undefined, maximized: false };
  return neighbor === undefined ? focused : focusPane(focused, neighbor);
}

/** Opens a closed pane again where it was, and focuses it. */
export function reopenPane(layout: Layout, { id, key, place }: ClosedPane): Layout {
  const closed = layout.closed.filter((pane) => pane.key !== key);
  const shown = layout.panes.find((pane) => pane.key === key);
  if (shown !== undefined) return { ...focusPane(layout, shown.id), closed };
  const known = place?.beside.filter((other) => layout.panes.some((pane) => pane.id === other)) ?? [];
  const nextToFocused: Place = {
    beside: layout.focused === undefined ? [] : [layout.focused],
    side: 'right',
    share: 0.5,
  };
  const at = place === undefined || known.length === 0 ? nextToFocused : { ...place, beside: known };
  return addPane({ ...layout, closed }, { id, key }, at);
}

/** Opens the last closed pane again. */
export function reopenLast(layout: Layout): Layout {
  const [last] = layout.closed;
  return last === undefined ? layout : reopenPane(layout, last);
}

/** Changes the key of a pane, when a draft becomes a session. */
export function rekeyPane(layout: Layout, from: string, to: string): Layout {
  const rekey = <T extends Pane>(pane: T): T => (pane.key === from ? { ...pane, key: to } : pane);
  return { ...layout, panes: layout.panes.map(rekey), closed: layout.closed.map(rekey) };
}

/** Shows only the focused pane, or all again. */
export function toggleMaximized(layout: Layout): Layout {
  return { ...layout, maximized: !layout.maximized && layout.panes.length > 1 };
}

/** Sets the shares of a split. */
export function resizeSplit(layout: Layout, path: readonly number[], shares: readonly number[]): Layout {
  return layout.tree === undefined ? layout : { ...layout, tree: setShares(layout.tree, path, shares) };
}

/** Gives all parts of each split the same size. */
export function evenPanes(layout: Layout): Layout {
  return layout.tree === undefined ? layout : { ...layout, tree: evenOut(layout.tree), maximized: false };
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

/** A new pane gets half of the place of one pane, or a third next to several. */
function getShare(beside: readonly string[]): number {
  return beside.length <= 1 ? 1 / 2 : 1 / 3;
}

function openFirst(layout: Layout, pane: Pane): Layout {
  return focusPane({ ...layout, panes: [pane], tree: pane.id, recent: [], maximized: false }, pane.id);
}

function addPane(layout: Layout, pane: Pane, place: Place): Layout {
  if (layout.tree === undefined) return openFirst(layout, pane);
  const added = { ...layout, panes: [...layout.panes, pane], maximized: false };
  return focusPane(arrange(added, insertPane(layout.tree, pane.id, place)), pane.id);
}

function replaceSession(layout: Layout, id: string, key: string): Layout {
  return focusPane({ ...layout, panes: layout.panes.map((pane) => (pane.id === id ? { ...pane, key } : pane)) }, id);
}

/** Keeps the panes in the order of the tree. */
function arrange(layout: Layout, tree: PaneTree | undefined): Layout {
  const panes = listLeaves(tree).flatMap((id) => layout.panes.find((pane) => pane.id === id) ?? []);
  return { ...layout, tree, panes };
}
