// The selection of several sessions with Shift, to archive or delete them.
import { createStore } from 'zustand/vanilla';

/** The selected keys. `anchor`: where the next range starts. */
export interface Selection {
  readonly keys: readonly string[];
  readonly anchor: string | undefined;
}

const NOTHING: Selection = { keys: [], anchor: undefined };

/** The selection of the sidebar. */
export const selectionStore = createStore<Selection>(() => NOTHING);

/** Selects the sessions from the anchor to `key`, in the order of the list; without an anchor only this one. */
export function selectTo(selection: Selection, key: string, order: readonly string[]): Selection {
  const from = order.indexOf(selection.anchor ?? key);
  const to = order.indexOf(key);
  if (from < 0 || to < 0) return { keys: [key], anchor: key };
  return { anchor: selection.anchor ?? key, keys: order.slice(Math.min(from, to), Math.max(from, to) + 1) };
}

/** Clears the selection; the next range starts at `anchor`. */
export function clearSelection(anchor?: string): void {
  selectionStore.setState({ keys: [], anchor });
}
