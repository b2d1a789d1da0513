// Selected rows of a table, and the row that the keyboard is on.

/** What is selected. `anchor`: where a range starts; `active`: the row with the focus. */
export interface RowSelection {
  readonly keys: ReadonlySet<string>;
  readonly anchor: string | undefined;
  readonly active: string | undefined;
}

/** Nothing selected. */
export const NO_ROWS: RowSelection = { keys: new Set(), anchor: undefined, active: undefined };

/** Selects or deselects a row; with `isRange`, selects everything between the anchor and it. */
export function toggleRow(
  selection: RowSelection,
  key: string,
  order: readonly string[],
  isRange = false,
): RowSelection {
  if (isRange && selection.anchor !== undefined && order.includes(selection.anchor))
    return { ...selection, active: key, keys: new Set([...selection.keys, ...between(order, selection.anchor, key)]) };
  const keys = new Set(selection.keys);
  if (!keys.delete(key)) keys.add(key);
  return { keys, anchor: key, active: key };
}

/** Moves the focus by some rows, and stays in the list; with `isRange`, selects the rows on the way. */
export function moveActive(
  selection: RowSelection,
  by: number,
  order: readonly string[],
  isRange = false,
): RowSelection {
  const from = selection.active === undefined ? -1 : order.indexOf(selection.active);
  const next = order[Math.max(0, Math.min(order.length - 1, from < 0 ? 0 : from + by))];
  if (next === undefined) return selection;
  if (!isRange) return { ...selection, active: next };
  const anchor = selection.anchor ?? selection.active ?? next;
  return { anchor, active: next, keys: new Set([...selection.keys, ...between(order, anchor, next)]) };
}

/** Selects all rows, or none if all are selected. */
export function toggleAll(selection: RowSelection, order: readonly string[]): RowSelection {
  const isWhole = order.every((key) => selection.keys.has(key));
  return { ...selection, keys: new Set(isWhole ? [] : order) };
}

function between(order: readonly string[], a: string, b: string): readonly string[] {
  const [from, to] = [order.indexOf(a), order.indexOf(b)];
  return order.slice(Math.min(from, to), Math.max(from, to) + 1);
}
