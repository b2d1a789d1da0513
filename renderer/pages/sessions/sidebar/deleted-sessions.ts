// Deleted sessions, which can be restored for a while.
import { RESTORABLE_DAYS, type SessionRow } from '#contract/types/sessions.ts';
import { useRequest } from '../../../state/use-client.ts';

const DAY_MS = 86_400_000;
/** Most sessions that are listed. */
const MAX_SESSIONS = 1_000;

/** Whole days left to restore a session, at least one: it is still there. */
export function countDaysLeft(deletedAtMs: number, nowMs: number): number {
  return Math.max(1, Math.ceil((deletedAtMs + RESTORABLE_DAYS * DAY_MS - nowMs) / DAY_MS));
}

/** Most recently deleted first. */
export function sortDeleted(rows: readonly SessionRow[]): readonly SessionRow[] {
  return rows.toSorted((a, b) => (b.deletedAt ?? 0) - (a.deletedAt ?? 0));
}

/** Reads the deleted sessions. */
export function useDeletedSessions() {
  return useRequest('sessions.list', { deleted: true, archived: 'all', limit: MAX_SESSIONS });
}
