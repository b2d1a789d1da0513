// Runs and tool calls of all sessions, read from their events.
import type { Activity, ActivityEvent, ActivityQuery, ActivityStore } from '#core/ports/activity.ts';
import type { Connection } from './connection.ts';

interface Row {
  readonly sequence: number;
  readonly key: string;
  readonly agentId: string;
  readonly sessionId: string;
  readonly json: string;
}

/** Row numbers increase with each write, so they define the order of events. */
const LIST = `
  SELECT e.rowid AS sequence, s.key AS key, s.agent_id AS agentId, e.json AS json,
    coalesce(
      (SELECT c.session_id FROM conversations AS c WHERE c.session = e.session AND e.seq BETWEEN c.from_seq AND c.to_seq),
      s.session_id) AS sessionId
  FROM events AS e JOIN sessions AS s ON s.id = e.session
  WHERE e.rowid < @before AND e.type IN (SELECT value FROM json_each(@types))
    AND e.ts > @afterMs AND e.ts < @beforeMs
    AND (@agentId IS NULL OR s.agent_id = @agentId)
    AND (@sessionKey IS NULL OR s.key = @sessionKey)
    AND (@runId IS NULL OR json_extract(e.json, '$.runId') = @runId)
  ORDER BY e.rowid DESC LIMIT @limit`;

/** Opens the activity queries. */
export function openActivity(connection: Connection): ActivityStore {
  const list = connection.all<[Readonly<Record<string, unknown>>], Row>(LIST);
  return { list: async (query) => list(toValues(query)).map(toActivity) };
}

function toValues({ types, limit, before, agentId, sessionKey, runId, afterMs, beforeMs }: ActivityQuery) {
  return {
    types: JSON.stringify(types),
    limit,
    before: before ?? Number.MAX_SAFE_INTEGER,
    afterMs: afterMs ?? -1,
    beforeMs: beforeMs ?? Number.MAX_SAFE_INTEGER,
    agentId: agentId ?? null,
    sessionKey: sessionKey ?? null,
    runId: runId ?? null,
  };
}

function toActivity({ sequence, key, agentId, sessionId, json }: Row): Activity {
  // The query selects only events of these types.
  return { sequence, sessionKey: key, agentId, sessionId, event: JSON.parse(json) as ActivityEvent };
}
