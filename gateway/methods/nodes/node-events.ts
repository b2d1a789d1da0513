// Events from nodes. Known ones are listed here; all others are dropped.

/** Events that are told to operators as they come. */
const TOLD: ReadonlySet<string> = new Set([
  'node.presence.alive',
  'node.presence.activity',
  'node.host.stats',
  'exec.started',
  'exec.finished',
  'exec.denied',
]);
/** Events of the protocol that would need parts which this gateway does not have. */
const NOT_SUPPORTED: ReadonlySet<string> = new Set([
  'agent.request',
  'voice.transcript',
  'chat.subscribe',
  'chat.unsubscribe',
]);

/** What becomes of an event. */
export function judgeNodeEvent(event: string): 'told' | 'not-supported' | 'unknown' {
  if (TOLD.has(event)) return 'told';
  return NOT_SUPPORTED.has(event) ? 'not-supported' : 'unknown';
}
