// Who connects, when it is done for a session.
import { defined } from '#contract/types/defined.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import type { OutboundCaller } from '#contract/types/outbound.ts';

/** The caller in a session, with the agent that its key names. */
export function sessionCaller(kind: OutboundCaller['kind'], name: string, sessionKey: string): OutboundCaller {
  const agentId = parseSessionKey(sessionKey)?.agentId;
  return { kind, name, ...(agentId === undefined ? {} : { sessionKey }), ...defined({ agentId }) };
}
