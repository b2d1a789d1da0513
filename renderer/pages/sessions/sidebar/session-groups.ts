// The sidebar's order: what needs the user first, then pinned ones, then by day; archived ones last and folded. Pure.
import type { SessionRow } from '#contract/methods/sessions.ts';
import { sessionTitle } from '../../../state/session-list.ts';

/** What a session is, at a glance. */
export type SessionGlance = 'needs-you' | 'working' | 'failed' | 'unseen' | 'idle';

/** Some sessions under a heading. */
export interface SessionGroup {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly SessionRow[];
  /** Folded until it is opened. */
  readonly folded: boolean;
}

const DAY_MS = 86_400_000;

/** The state of a session; `waiting` are the keys with a pending approval. */
export function glanceOf(row: SessionRow, waiting: ReadonlySet<string>): SessionGlance {
  if (waiting.has(row.key)) return 'needs-you';
  if (row.status === 'running' || row.status === 'queued') return 'working';
  if (row.unread === true) return row.status === 'failed' || row.status === 'timeout' ? 'failed' : 'unseen';
  return 'idle';
}

/** Rows that fit the search, in groups. */
export function groupSessions(
  rows: readonly SessionRow[],
  options: { readonly query: string; readonly waiting: ReadonlySet<string>; readonly nowMs: number },
): readonly SessionGroup[] {
  const words = options.query
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const fits = (row: SessionRow): boolean => {
    const text = `${sessionTitle(row)} ${row.lastMessagePreview ?? ''} ${row.execCwd ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  const sorted = rows.filter(fits).toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
  const groups = Map.groupBy(sorted, (row) => groupOf(row, options));
  return GROUPS.flatMap(({ id, title, folded = false }): SessionGroup[] => {
    const found = groups.get(id);
    return found === undefined ? [] : [{ id, title, rows: found, folded: folded && words.length === 0 }];
  });
}

const GROUPS: readonly { readonly id: string; readonly title: string; readonly folded?: boolean }[] = [
  { id: 'needs-you', title: 'Needs you' },
  { id: 'pinned', title: 'Pinned' },
  { id: 'today', title: 'Today' },
  { id: 'yesterday', title: 'Yesterday' },
  { id: 'week', title: 'Last 7 days' },
  { id: 'older', title: 'Older' },
  { id: 'archived', title: 'Archived', folded: true },
];

function groupOf(
  row: SessionRow,
  { waiting, nowMs }: { readonly waiting: ReadonlySet<string>; readonly nowMs: number },
): string {
  if (waiting.has(row.key)) return 'needs-you';
  if (row.archived === true) return 'archived';
  if (row.pinned === true) return 'pinned';
  const today = new Date(nowMs).setHours(0, 0, 0, 0);
  const at = row.updatedAt ?? 0;
  if (at >= today) return 'today';
  if (at >= today - DAY_MS) return 'yesterday';
  return at >= today - 6 * DAY_MS ? 'week' : 'older';
}
