// Terminals side by side: groups of tab IDs, in the order of the tabs. One group is shown at a time.

/** Tabs that are shown together. */
export type TerminalGroups = readonly (readonly string[])[];

/** The group of a tab. */
export function getGroup(groups: TerminalGroups, id: string | undefined): readonly string[] {
  return groups.find((group) => id !== undefined && group.includes(id)) ?? [];
}

/** Adds a tab in a new group, or to the right of another tab. */
export function addTab(groups: TerminalGroups, id: string, beside?: string): TerminalGroups {
  if (beside === undefined || getGroup(groups, beside).length === 0) return [...groups, [id]];
  return groups.map((group) => {
    const at = group.indexOf(beside);
    return at === -1 ? group : group.toSpliced(at + 1, 0, id);
  });
}

/** Removes a tab, and its group if it was alone. */
export function removeTab(groups: TerminalGroups, id: string): TerminalGroups {
  return groups.map((group) => group.filter((one) => one !== id)).filter((group) => group.length > 0);
}

/** The tab to show after another one is removed: its neighbor in the group, or else in the row. */
export function findNeighbor(groups: TerminalGroups, id: string): string | undefined {
  const order = groups.flat();
  const group = getGroup(groups, id);
  const row = group.length > 1 ? group : order;
  const at = row.indexOf(id);
  return row[at + 1] ?? row[at - 1];
}

/** The tab `step` places after another one. */
export function tabBeside(groups: TerminalGroups, id: string | undefined, step: number): string | undefined {
  const order = groups.flat();
  const at = id === undefined ? -1 : order.indexOf(id);
  return order[(Math.max(0, at) + step + order.length) % Math.max(1, order.length)];
}

/** Replaces the IDs, and leaves out those without a replacement. */
export function mapTabs(groups: TerminalGroups, toId: (id: string) => string | undefined): TerminalGroups {
  return groups.map((group) => group.flatMap((id) => toId(id) ?? [])).filter((group) => group.length > 0);
}

/** Groups as they were stored, if the value is one. */
export function readGroups(value: unknown): TerminalGroups {
  if (!Array.isArray(value)) return [];
  return value.map((group: unknown) =>
    Array.isArray(group) ? group.filter((id: unknown): id is string => typeof id === 'string') : [],
  );
}
