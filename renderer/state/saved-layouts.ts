// Arrangements of panes that the user saved under a name. The browser stores them; all of its windows have the same ones.
import { createStore, type StoreApi } from 'zustand/vanilla';
import { focusPane, isDraftKey, newDraftKey, type Layout } from './layout.ts';
import { readPanes } from './layout-storage.ts';
import { getJson, type TextStorage } from './storage.ts';

/** A saved arrangement, with the sessions in it. */
export interface SavedLayout extends Pick<Layout, 'panes' | 'tree'> {
  readonly id: string;
  readonly name: string;
}

type List = readonly SavedLayout[];

/** The saved layouts, by name. */
export interface SavedLayouts {
  readonly store: StoreApi<{ readonly layouts: List }>;
  /** Saves the current arrangement. A layout of the same name is replaced. */
  save(name: string, layout: Layout): SavedLayout;
  update(id: string, layout: Pick<Layout, 'panes' | 'tree'>): void;
  rename(id: string, name: string): void;
  /** Returns a function that restores it. */
  remove(id: string): () => void;
  /** Reads the changes of another window. */
  reload(): void;
}

const STORAGE_KEY = 'gatehouse.layouts';

/** Reads the stored layouts. */
export function createSavedLayouts(storage: TextStorage, newId: () => string): SavedLayouts {
  const store = createStore<{ readonly layouts: List }>(() => ({ layouts: readAll(storage) }));
  // Another window may have changed them.
  const change = (edit: (layouts: List) => List): void => {
    const layouts = edit(readAll(storage)).toSorted((one, other) => one.name.localeCompare(other.name));
    storage.set(STORAGE_KEY, JSON.stringify(layouts));
    store.setState({ layouts });
  };
  const put = (saved: SavedLayout): void =>
    change((layouts) => [...layouts.filter(({ id, name }) => id !== saved.id && name !== saved.name), saved]);
  const find = (id: string): SavedLayout | undefined => store.getState().layouts.find((one) => one.id === id);
  return {
    store,
    save(name, { panes, tree }) {
      const saved = { id: findNamed(store.getState().layouts, name)?.id ?? newId(), name: name.trim(), panes, tree };
      put(saved);
      return saved;
    },
    update(id, { panes, tree }) {
      const saved = find(id);
      if (saved !== undefined) put({ ...saved, panes, tree });
    },
    rename(id, name) {
      const saved = find(id);
      if (saved !== undefined) put({ ...saved, name: name.trim() });
    },
    remove(id) {
      const saved = find(id);
      change((layouts) => layouts.filter((one) => one.id !== id));
      return () => (saved === undefined ? undefined : put(saved));
    },
    reload: () => store.setState({ layouts: readAll(storage) }),
  };
}

/** The layout of a name, if there is one. */
export function findNamed(layouts: List, name: string): SavedLayout | undefined {
  return layouts.find((one) => one.name === name.trim());
}

/** Opens the panes of a saved layout instead of the current ones. New sessions in it start empty. */
export function applyLayout(layout: Layout, saved: SavedLayout, newId: () => string): Layout {
  const panes = saved.panes.map((pane) => (isDraftKey(pane.key) ? { ...pane, key: newDraftKey(newId) } : pane));
  const [first] = panes;
  const next = { ...layout, panes, tree: saved.tree, recent: [], focused: undefined, maximized: false };
  return { ...(first === undefined ? next : focusPane(next, first.id)), applied: saved.id };
}

/** Whether the panes are arranged as saved, with the same sessions. Sizes don't count. */
export function isApplied(layout: Layout, saved: SavedLayout): boolean {
  return layout.applied === saved.id && toShape(layout) === toShape(saved);
}

function toShape({ panes, tree }: Pick<Layout, 'panes' | 'tree'>): string {
  const keys = new Map(panes.map(({ id, key }) => [id, isDraftKey(key) ? '' : key]));
  return JSON.stringify(tree, (name, value: unknown) => {
    if (name === 'share') return undefined;
    return typeof value === 'string' && keys.has(value) ? keys.get(value) : value;
  });
}

function readAll(storage: TextStorage): List {
  const stored = getJson(storage, STORAGE_KEY);
  return (Array.isArray(stored) ? stored : []).flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('id' in one && 'name' in one && 'panes' in one)) return [];
    const { id, name } = one;
    const arranged = readPanes(one.panes, 'tree' in one ? one.tree : undefined);
    return typeof id === 'string' && typeof name === 'string' && arranged.tree !== undefined
      ? [{ id, name, ...arranged }]
      : [];
  });
}
