// Which session and agent a log line belongs to.
import { parseSessionKey } from './ids.ts';
import { isJsonObject } from './json-object.ts';

/** The session and the agent of a line; absent if it belongs to none. */
export interface LogPlace {
  readonly sessionKey?: string;
  readonly agentId?: string;
}

/** Reads the fields of lines in their order. Lines that name only a run belong to the session of an earlier line of that run. */
export function logSession(): (fields: unknown) => LogPlace {
  const sessions = new Map<string, string>();
  return (fields) => {
    if (!isJsonObject(fields)) return {};
    const { runId, sessionKey: named, agentId: agent } = fields;
    const key = typeof named === 'string' ? named : typeof runId === 'string' ? sessions.get(runId) : undefined;
    if (typeof runId === 'string' && key !== undefined) sessions.set(runId, key);
    const agentId = typeof agent === 'string' ? agent : key === undefined ? undefined : parseSessionKey(key)?.agentId;
    return { ...(key !== undefined && { sessionKey: key }), ...(agentId !== undefined && { agentId }) };
  };
}
