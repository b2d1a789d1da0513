import { describe, expect, it } from 'vitest';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { CellContext } from './session-columns.ts';
import { DEFAULT_LAYOUT, listRows, NO_FILTER, readLayout, sortBy, type TableFilter } from './session-table.ts';
import { moveActive, NO_ROWS, toggleAll, toggleRow } from './table-selection.ts';

const DAY_MS = 86_400_000;
const NOW = 100 * DAY_MS;
const CONTEXT: CellContext = {
  nowMs: NOW,
  waiting: new Set(['asks']),
  agentNames: new Map([
    ['main', 'Main'],
    ['coder', 'Coder'],
  ]),
  projectNames: new Map([['p', 'Shop']]),
};

const row = (key: string, more: Partial<SessionRow> = {}): SessionRow => ({
  key,
  kind: 'direct',
  agentId: 'main',
  derivedTitle: key,
  updatedAt: NOW - DAY_MS / 2,
  ...more,
});

const ROWS = [
  row('asks', { status: 'running' }),
  row('broken', { status: 'failed', agentId: 'coder', estimatedCostUsd: 2 }),
  row('old', { updatedAt: NOW - 40 * DAY_MS, projectId: 'p', estimatedCostUsd: 10 }),
  row('put away', { archived: true }),
  row('read me', { unread: true, updatedAt: NOW - 1, worktree: { id: 'w', branch: 'fix/tea', repoRoot: '/r' } }),
];

const shown = (filter: Partial<TableFilter>, layout = DEFAULT_LAYOUT): readonly string[] =>
  listRows(ROWS, { ...NO_FILTER, ...filter }, layout, CONTEXT).map(({ key }) => key);

describe('the table of sessions', () => {
  it('shows the last active session first, without archived ones', () => {
    expect(shown({})).toEqual(['read me', 'asks', 'broken', 'old']);
    expect(shown({ state: 'all' })).toHaveLength(5);
  });

  it('filters by state, agent, project, age, and text', () => {
    expect(shown({ state: 'needs-you' })).toEqual(['asks']);
    expect(shown({ state: 'failed' })).toEqual(['broken']);
    expect(shown({ state: 'unread' })).toEqual(['read me']);
    expect(shown({ state: 'archived' })).toEqual(['put away']);
    expect(shown({ agentId: 'coder' })).toEqual(['broken']);
    expect(shown({ projectId: 'p' })).toEqual(['old']);
    expect(shown({ projectId: 'none' })).toEqual(['read me', 'asks', 'broken']);
    expect(shown({ age: 'older' })).toEqual(['old']);
    expect(shown({ age: '1' })).toEqual(['read me', 'asks', 'broken']);
    expect(shown({ query: 'TEA fix' })).toEqual(['read me']);
  });

  it('sorts numbers by size, texts by language, and states by urgency', () => {
    const byCost = sortBy(DEFAULT_LAYOUT, 'cost');
    expect(shown({}, byCost).slice(0, 2)).toEqual(['old', 'broken']);
    expect(shown({}, sortBy(byCost, 'cost')).at(-1)).toBe('old');
    expect(shown({}, sortBy(DEFAULT_LAYOUT, 'title'))).toEqual(['asks', 'broken', 'old', 'read me']);
    expect(shown({}, sortBy(DEFAULT_LAYOUT, 'state')).slice(0, 2)).toEqual(['asks', 'read me']);
  });

  it('ignores unknown parts of a stored layout, and always shows the title', () => {
    expect(readLayout({ columns: ['cost', 'moon'], sort: 'moon', isDescending: true })).toEqual({
      columns: ['title', 'cost'],
      sort: 'activity',
      isDescending: true,
    });
    expect(readLayout('x')).toBe(DEFAULT_LAYOUT);
  });

  it('lists 10,000 sessions, sorted by last activity', () => {
    const many = Array.from({ length: 10_000 }, (_, index) =>
      row(`s${index}`, { updatedAt: (index * 7_919) % 10_007 }),
    );
    const times = listRows(many, NO_FILTER, DEFAULT_LAYOUT, CONTEXT).map(({ updatedAt }) => updatedAt ?? 0);
    expect(times).toHaveLength(10_000);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });
});

describe('the selection of the table', () => {
  const ORDER = ['a', 'b', 'c', 'd'];
  const keys = (selection: typeof NO_ROWS): readonly string[] => [...selection.keys].toSorted();

  it('grows from the anchor to the row that is clicked with Shift', () => {
    const one = toggleRow(NO_ROWS, 'b', ORDER);
    expect(keys(toggleRow(one, 'd', ORDER, true))).toEqual(['b', 'c', 'd']);
    expect(keys(toggleRow(one, 'b', ORDER))).toEqual([]);
  });

  it('follows the arrow keys, and grows while Shift is held', () => {
    const at = moveActive({ ...NO_ROWS, active: 'b' }, 1, ORDER);
    expect(at).toMatchObject({ active: 'c', anchor: undefined });
    expect(keys(moveActive(at, 1, ORDER, true))).toEqual(['c', 'd']);
    expect(moveActive(at, Infinity, ORDER).active).toBe('d');
    expect(moveActive(at, -Infinity, ORDER).active).toBe('a');
  });

  it('selects all rows, then none', () => {
    const all = toggleAll(NO_ROWS, ORDER);
    expect(keys(all)).toEqual(ORDER);
    expect(keys(toggleAll(all, ORDER))).toEqual([]);
  });
});
