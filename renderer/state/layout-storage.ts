// Stores the layout in the browser: for this window, and as the start of the next one. Reads earlier versions, and repairs damage.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Layout, Pane } from './layout.ts';
import { listLeaves, simplify, type PaneTree, type Part, type Place, type Side } from './pane-tree.ts';
import { getJson, type TextStorage } from './storage.ts';

const STORAGE_KEY = 'gatehouse.layout';
const START: Layout = {
  panes: [],
  tree: undefined,
  focused: undefined,
  recent: [],
  maximized: false,
  hidden: [],
  closed: [],
  applied: undefined,
  sidebarOpen: true,
  sidebarWidth: 264,
  inspectorOpen: false,
  inspectorTab: 'files',
  inspectorWidth: 420,
  terminalOpen: false,
  terminalHeight: 300,
};
const PLAIN = [
  'sidebarOpen',
  'sidebarWidth',
  'inspectorOpen',
  'inspectorTab',
  'inspectorWidth',
  'terminalOpen',
  'terminalHeight',
  'maximized',
] as const satisfies readonly (keyof Layout)[];
/** Splits within splits beyond this depth are damage. */
const MAX_DEPTH = 40;

/** Reads the stored layout, and stores its changes. `storage` is shared by all windows; `own` belongs to this one. */
export function createLayout(storage: TextStorage, own: TextStorage = storage): StoreApi<Layout> {
  const store = createStore<Layout>(() => readLayout(getJson(own, STORAGE_KEY) ?? getJson(storage, STORAGE_KEY)));
  store.subscribe(({ hidden: _, ...layout }) => {
    const text = JSON.stringify(layout);
    for (const place of new Set([own, storage])) place.set(STORAGE_KEY, text);
  });
  return store;
}

/** A layout from stored data of any version. What can't be read gets its default. */
export function readLayout(stored: unknown): Layout {
  if (!isRecord(stored)) return START;
  const plain = Object.fromEntries(
    PLAIN.flatMap((key) => (typeof stored[key] === typeof START[key] ? [[key, stored[key]]] : [])),
  );
  const arranged = readPanes(stored['panes'], stored['tree']);
  const ids = arranged.panes.map(({ id }) => id);
  const isOpen = (id: unknown): id is string => typeof id === 'string' && ids.includes(id);
  const focused = isOpen(stored['focused']) ? stored['focused'] : ids[0];
  const recent = [...new Set([focused, ...toList(stored['recent'])])].filter(isOpen);
  const closed = toList(stored['closed']).flatMap(readClosed);
  const applied = typeof stored['applied'] === 'string' ? stored['applied'] : undefined;
  return { ...START, ...plain, ...arranged, focused, recent, closed, applied };
}

/** Panes and their tree from stored data. Panes that aren't in the tree are added at its right, as in versions without one. */
export function readPanes(stored: unknown, storedTree: unknown): Pick<Layout, 'panes' | 'tree'> {
  const records = toList(stored).filter(isRecord);
  const panes = records.flatMap(readPane).filter(isFirst);
  const left = new Set(panes.map(({ id }) => id));
  const tree = readTree(storedTree, left, 0);
  const missing = [...left].map((id): Part => ({
    tree: id,
    share: readShare(records.find((one) => one['id'] === id)),
  }));
  // Each gets its former share, if there was no tree.
  const parts = tree === undefined ? missing : [{ share: panes.length - missing.length, tree }, ...missing];
  if (parts.length === 0) return { panes: [], tree: undefined };
  const whole = simplify({ direction: 'row', parts });
  return { tree: whole, panes: listLeaves(whole).flatMap((id) => panes.find((pane) => pane.id === id) ?? []) };
}

/** Takes the panes that it finds out of `left`. */
function readTree(stored: unknown, left: Set<string>, depth: number): PaneTree | undefined {
  if (typeof stored === 'string') return left.delete(stored) ? stored : undefined;
  if (!isRecord(stored) || depth > MAX_DEPTH) return undefined;
  const parts = toList(stored['parts']).flatMap((part): readonly Part[] => {
    const tree = isRecord(part) ? readTree(part['tree'], left, depth + 1) : undefined;
    return tree === undefined ? [] : [{ tree, share: readShare(part) }];
  });
  if (parts.length === 0) return undefined;
  return simplify({ direction: stored['direction'] === 'column' ? 'column' : 'row', parts });
}

function readShare(stored: unknown): number {
  const share = isRecord(stored) ? stored['share'] : undefined;
  return typeof share === 'number' && Number.isFinite(share) && share > 0 ? share : 1;
}

function readPane(stored: unknown): readonly Pane[] {
  if (!isRecord(stored)) return [];
  const { id, key } = stored;
  return typeof id === 'string' && typeof key === 'string' ? [{ id, key }] : [];
}

/** A session is open in one pane at most. */
function isFirst({ id, key }: Pane, at: number, panes: readonly Pane[]): boolean {
  return panes.findIndex((pane) => pane.id === id || pane.key === key) === at;
}

function readClosed(stored: unknown): readonly (Pane & { readonly place?: Place })[] {
  const place = isRecord(stored) ? readPlace(stored['place']) : undefined;
  return readPane(stored).map((pane) => ({ ...pane, ...(place === undefined ? {} : { place }) }));
}

const SIDES: readonly Side[] = ['left', 'right', 'top', 'bottom'];

function readPlace(stored: unknown): Place | undefined {
  if (!isRecord(stored)) return undefined;
  const side = SIDES.find((one) => one === stored['side']);
  const beside = toList(stored['beside']).filter((id) => typeof id === 'string');
  const share = Math.min(readShare(stored), 0.9);
  return side === undefined ? undefined : { side, beside, share };
}

function toList(stored: unknown): readonly unknown[] {
  return Array.isArray(stored) ? stored : [];
}

function isRecord(stored: unknown): stored is Readonly<Record<string, unknown>> {
  return typeof stored === 'object' && stored !== null && !Array.isArray(stored);
}
