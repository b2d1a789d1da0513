// Which sessions a list of the in-memory store shows, and in what order.
import type { SessionQuery, SessionRecord } from '#core/ports/sessions-store.ts';

/** Whether a session passes the filters of a query, its search aside. */
export function inList(session: SessionRecord, query: SessionQuery): boolean {
  const { agentId, archived = false, deleted = false, label, updatedSince, updatedBefore, agentIds } = query;
  return (
    (session.deletedAt !== undefined) === deleted &&
    (agentId === undefined || session.agentId === agentId) &&
    (archived === 'all' || (session.archivedAt !== undefined) === archived) &&
    (label === undefined || session.title === label) &&
    (updatedSince === undefined || session.updatedAt >= updatedSince) &&
    (updatedBefore === undefined || session.updatedAt < updatedBefore) &&
    (agentIds === undefined || agentIds.includes(session.agentId)) &&
    hasPlace(session, query)
  );
}

function hasPlace(session: SessionRecord, query: SessionQuery): boolean {
  const { parentKey, category, workspace, projectId, pinned, running, interacted, exceptPrefixes } = query;
  const { sessionIdPrefix = '' } = query;
  const rest = session.key.slice(`agent:${session.agentId}:`.length);
  return (
    (parentKey === undefined || session.parentKey === parentKey) &&
    (category === undefined || session.category === category) &&
    (workspace === undefined || session.workspace === workspace) &&
    (projectId === undefined || session.projectId === projectId) &&
    (pinned === undefined || (session.pinnedAt !== undefined) === pinned) &&
    (running !== true || session.runStatus === 'running') &&
    (interacted !== true || session.lastInteractionAt !== undefined) &&
    exceptPrefixes?.some((prefix) => rest.startsWith(prefix)) !== true &&
    session.sessionId.startsWith(sessionIdPrefix)
  );
}

/** In the order of a list: pinned ones first, then the latest; or simply the oldest first. */
export function sortedBy(
  sessions: readonly SessionRecord[],
  sortBy: NonNullable<SessionQuery['sortBy']>,
): readonly SessionRecord[] {
  if (sortBy === 'oldest') return sessions.toSorted((a, b) => a.updatedAt - b.updatedAt || (a.key < b.key ? -1 : 1));
  const pinned = (session: SessionRecord) => Number(session.pinnedAt !== undefined);
  const time = (session: SessionRecord) => session[sortBy] ?? 0;
  return sessions.toSorted((a, b) => pinned(b) - pinned(a) || time(b) - time(a) || (a.key < b.key ? -1 : 1));
}
