// The columns of the board, and what moving a card to another one means.
import type { SessionRow } from '#contract/types/sessions.ts';
import type { PlainMessageId } from '#messages/english.ts';
import { sessionGlance } from '../sessions/sidebar/session-groups.ts';

/** In the order of the board. */
export const COLUMNS = ['queued', 'running', 'needs-you', 'review', 'done'] as const;
/** A column of the board. */
export type BoardColumn = (typeof COLUMNS)[number];

/** Which sessions are shown; an empty text shows all. */
export interface BoardFilter {
  readonly projectId: string;
  readonly agentId: string;
}

/** Shows all sessions. */
export const NO_FILTER: BoardFilter = { projectId: '', agentId: '' };

/** Reads the preference. */
export function readFilter(value: unknown): BoardFilter {
  const read = (name: keyof BoardFilter): string => {
    const entry: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    return typeof entry === 'string' ? entry : '';
  };
  return { projectId: read('projectId'), agentId: read('agentId') };
}

/** Cards by column, newest first. `waiting`: keys of sessions that ask a person something. */
export function toBoard(
  rows: readonly SessionRow[],
  waiting: ReadonlySet<string>,
  { projectId, agentId }: BoardFilter,
): ReadonlyMap<BoardColumn, readonly SessionRow[]> {
  const shown = rows.filter(
    (row) => (projectId === '' || row.projectId === projectId) && (agentId === '' || row.agentId === agentId),
  );
  const sorted = shown.toSorted((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
  return Map.groupBy(sorted, (row) => findColumn(row, waiting));
}

/** The column of a session. */
export function findColumn(row: SessionRow, waiting: ReadonlySet<string>): BoardColumn {
  const glance = sessionGlance(row, waiting);
  if (glance === 'queued') return 'queued';
  if (glance === 'working' || glance === 'waiting') return 'running';
  if (glance === 'needs-you') return 'needs-you';
  if (row.archived === true) return 'done';
  return glance === 'failed' || glance === 'failed-seen' ? 'needs-you' : 'review';
}

/** What a move does, or why it can't be done. */
export type Move =
  | { readonly kind: 'archive' | 'restore' | 'first' }
  | { readonly kind: 'refused'; readonly reason: PlainMessageId };

const refused = (reason: PlainMessageId): Move => ({ kind: 'refused', reason });

/** Plans a move. `isWaiting`: the session asks a person something. */
export function planMove(row: SessionRow, from: BoardColumn, to: BoardColumn, isWaiting: boolean): Move {
  switch (to) {
    case 'queued':
      return refused('board.refused.queued');
    case 'needs-you':
      return refused('board.refused.needsYou');
    case 'running':
      return from === 'queued' ? { kind: 'first' } : refused('board.refused.running');
    case 'review':
      return from === 'done' ? { kind: 'restore' } : refused(findRefusal(from, isWaiting));
    case 'done':
      return from === 'review' || (from === 'needs-you' && !isWaiting && row.status !== 'running')
        ? { kind: 'archive' }
        : refused(findRefusal(from, isWaiting));
  }
}

function findRefusal(from: BoardColumn, isWaiting: boolean): PlainMessageId {
  if (from === 'queued') return 'board.refused.isQueued';
  if (from === 'running') return 'board.refused.isRunning';
  return isWaiting ? 'board.refused.isWaiting' : 'board.refused.failed';
}
