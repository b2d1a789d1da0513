// Which sessions the table shows, in which order, with which columns; and the choice as it is stored.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { activeLocale } from '#messages/translate.ts';
import { splitTerms } from '../../state/search-terms.ts';
import { matchesTerms, sessionGlance, type SessionGlance } from '../sessions/sidebar/session-groups.ts';
import { COLUMN_IDS, COLUMNS, lastActivity, type CellContext, type ColumnId } from './session-columns.ts';

/** States to filter by. `open`: everything that isn't archived. */
export const STATE_FILTERS = ['open', 'needs-you', 'working', 'failed', 'unread', 'archived', 'all'] as const;
/** Ages to filter by, of the last activity, days. `older`: more than 30. */
export const AGE_FILTERS = ['any', '1', '7', '30', 'older'] as const;
const OLD_DAYS = 30;
const DAY_MS = 86_400_000;
/** Means every agent or project. */
export const ANY = 'any';
/** Means sessions without a project. */
export const NO_PROJECT = 'none';

/** What the table shows. */
export interface TableFilter {
  readonly query: string;
  readonly state: (typeof STATE_FILTERS)[number];
  /** An ID, or {@link ANY}. */
  readonly agentId: string;
  readonly projectId: string;
  readonly age: (typeof AGE_FILTERS)[number];
}

/** Everything that isn't archived. */
export const NO_FILTER: TableFilter = { query: '', state: 'open', agentId: ANY, projectId: ANY, age: 'any' };

/** Stored in the preferences. */
export interface TableLayout {
  readonly columns: readonly ColumnId[];
  readonly sort: ColumnId;
  readonly isDescending: boolean;
}

/** The layout until the user changes it. */
export const DEFAULT_LAYOUT: TableLayout = {
  columns: ['title', 'state', 'agent', 'project', 'branch', 'model', 'cost', 'activity'],
  sort: 'activity',
  isDescending: true,
};

/** Reads the stored layout; anything unknown is ignored. */
export function readLayout(value: unknown): TableLayout {
  if (!isJsonObject(value) || !Array.isArray(value['columns'])) return DEFAULT_LAYOUT;
  const stored: readonly unknown[] = value['columns'];
  return {
    columns: COLUMN_IDS.filter((id) => id === 'title' || stored.includes(id)),
    sort: COLUMN_IDS.find((id) => id === value['sort']) ?? DEFAULT_LAYOUT.sort,
    isDescending: value['isDescending'] === true,
  };
}

/** Sorts by a column; a second time in the other direction. Numbers start with the largest. */
export function sortBy(layout: TableLayout, sort: ColumnId): TableLayout {
  if (layout.sort === sort) return { ...layout, isDescending: !layout.isDescending };
  return { ...layout, sort, isDescending: COLUMNS[sort].align === 'end' };
}

/** The sessions that match, sorted. Equal ones are sorted by their last activity. */
export function listRows(
  rows: readonly SessionRow[],
  filter: TableFilter,
  { sort, isDescending }: TableLayout,
  context: CellContext,
): readonly SessionRow[] {
  const words = splitTerms(filter.query);
  const { text, order } = COLUMNS[sort];
  // A text is read once per row, since sorting compares it many times.
  const entries = rows
    .filter((row) => isShown(row, filter, words, context))
    .map((row) => ({ row, value: order?.(row, context) ?? text(row, context) }));
  const { compare } = new Intl.Collator(activeLocale(), { numeric: true });
  const sign = isDescending ? -1 : 1;
  return entries
    .toSorted((a, b) => sign * compareValues(a.value, b.value, compare) || lastActivity(b.row) - lastActivity(a.row))
    .map(({ row }) => row);
}

function compareValues(a: string | number, b: string | number, compare: (a: string, b: string) => number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compare(String(a), String(b));
}

function isShown(row: SessionRow, filter: TableFilter, words: readonly string[], context: CellContext): boolean {
  return (
    hasState(row, filter.state, context.waiting) &&
    (filter.agentId === ANY || row.agentId === filter.agentId) &&
    (filter.projectId === ANY || (row.projectId ?? NO_PROJECT) === filter.projectId) &&
    hasAge(row, filter.age, context.nowMs) &&
    matchesTerms(row, words)
  );
}

const STATES: Readonly<Partial<Record<TableFilter['state'], readonly SessionGlance[]>>> = {
  'needs-you': ['needs-you'],
  working: ['working', 'waiting', 'queued'],
  failed: ['failed', 'failed-seen'],
  unread: ['unseen', 'failed'],
};

function hasState(row: SessionRow, state: TableFilter['state'], waiting: ReadonlySet<string>): boolean {
  if (state === 'all') return true;
  if (row.archived === true) return state === 'archived';
  return STATES[state]?.includes(sessionGlance(row, waiting)) ?? state === 'open';
}

function hasAge(row: SessionRow, age: TableFilter['age'], nowMs: number): boolean {
  if (age === 'any') return true;
  const days = (nowMs - lastActivity(row)) / DAY_MS;
  return age === 'older' ? days > OLD_DAYS : days <= Number(age);
}
