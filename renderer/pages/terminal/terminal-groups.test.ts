import { expect, it } from 'vitest';
import { addTab, getGroup, mapTabs, findNeighbor, readGroups, removeTab, tabBeside } from './terminal-groups.ts';

const GROUPS = [['a', 'b', 'c'], ['d'], ['e']];

it('adds a tab at the end, or to the right of another one', () => {
  expect(addTab(GROUPS, 'x')).toEqual([...GROUPS, ['x']]);
  expect(addTab(GROUPS, 'x', 'a')).toEqual([['a', 'x', 'b', 'c'], ['d'], ['e']]);
  expect(addTab(GROUPS, 'x', 'unknown')).toEqual([...GROUPS, ['x']]);
});

it('removes tabs and empty groups', () => {
  expect(removeTab(removeTab(GROUPS, 'd'), 'b')).toEqual([['a', 'c'], ['e']]);
});

it('shows the neighbor in the group after a tab is removed, or else the neighbor in the row', () => {
  expect(['a', 'c', 'd', 'e'].map((id) => findNeighbor(GROUPS, id))).toEqual(['b', 'b', 'e', 'd']);
  expect(findNeighbor([['a']], 'a')).toBeUndefined();
});

it('steps through all tabs in both directions', () => {
  expect(tabBeside(GROUPS, 'c', 1)).toBe('d');
  expect(tabBeside(GROUPS, 'e', 1)).toBe('a');
  expect(tabBeside(GROUPS, 'a', -1)).toBe('e');
  expect(tabBeside([], undefined, 1)).toBeUndefined();
});

it('restores stored groups without the tabs that are gone', () => {
  const stored = readGroups(JSON.parse('[["p1","p2"],["p3"],7]'));
  expect(mapTabs(stored, (id) => (id === 'p2' ? undefined : id.toUpperCase()))).toEqual([['P1'], ['P3']]);
  expect(readGroups(undefined)).toEqual([]);
  expect(getGroup(GROUPS, undefined)).toEqual([]);
});
