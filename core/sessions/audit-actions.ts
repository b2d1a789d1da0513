// Which lines of the audit log say what happened in sessions.

const OF_SESSIONS = /^(session|approval|rules?|tool|agent\.(run|file)|node\.invoked|schedules?|heartbeat|proof)\b/;

/** Whether a line's subject and details may hold what was said or done in a session. */
export function isOfSession(action: string): boolean {
  return OF_SESSIONS.test(action);
}
