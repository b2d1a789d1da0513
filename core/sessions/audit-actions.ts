// Audit log actions that concern sessions.

const OF_SESSIONS = /^(session|approval|rules?|tool|agent\.(run|file)|node\.invoked|schedules?|heartbeat|proof)\b/;

/** Whether an entry's subject and details may contain session content. */
export function isOfSession(action: string): boolean {
  return OF_SESSIONS.test(action);
}
