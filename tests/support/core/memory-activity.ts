// Runs and tool calls over all sessions in memory, for tests.
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import type { Activity, ActivityEvent, ActivityStore } from '#core/ports/activity.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';

/** That part of the in-memory store, without earlier conversations of a session. Of events of the same moment the order over sessions is by their keys. */
export function activityStore(tables: {
  readonly events: ReadonlyMap<string, readonly SessionEvent[]>;
  readonly sessions: ReadonlyMap<string, SessionRecord>;
}): ActivityStore {
  const all = (): readonly Activity[] =>
    [...tables.events]
      .flatMap(([sessionKey, events]) => events.map((event) => ({ sessionKey, event })))
      .toSorted(
        (a, b) => a.event.ts - b.event.ts || a.sessionKey.localeCompare(b.sessionKey) || a.event.seq - b.event.seq,
      )
      .map(({ sessionKey, event }, index) => ({
        sequence: index + 1,
        sessionKey,
        sessionId: tables.sessions.get(sessionKey)?.sessionId ?? '',
        agentId: tables.sessions.get(sessionKey)?.agentId ?? '',
        // The others are sorted out by their type below.
        event: event as ActivityEvent,
      }));
  return {
    async list({ types, limit, before, agentId, sessionKey, runId, afterMs, beforeMs }) {
      return all()
        .filter(
          (activity) =>
            types.includes(activity.event.type) &&
            activity.sequence < (before ?? Number.POSITIVE_INFINITY) &&
            activity.event.ts > (afterMs ?? -1) &&
            activity.event.ts < (beforeMs ?? Number.POSITIVE_INFINITY) &&
            (agentId ?? activity.agentId) === activity.agentId &&
            (sessionKey ?? activity.sessionKey) === activity.sessionKey &&
            (runId ?? activity.event.runId) === activity.event.runId,
        )
        .toReversed()
        .slice(0, limit);
    },
  };
}
