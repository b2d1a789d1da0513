// Audit log actions that concern sessions.

const SESSION_ACTIONS = /^(session|approval|rules?|tool|agent\.(run|file)|node\.invoked|schedules?|heartbeat|proof)\b/;

/** Whether an entry's subject and details may contain session content. */
export function isOfSession(action: string): boolean {
  return SESSION_ACTIONS.test(action);
}
