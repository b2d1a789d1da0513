// Which schedule started a run.
import type { SessionView } from '#contract/sessions/session-view.ts';

/** How `formatPrincipal` names a schedule. */
const SCHEDULE_SENDER = 'cron:';

/** The schedule that started a run, from the sender of its message. */
export function findSchedule(view: SessionView, runId: string): string | undefined {
  const asked = view.items.findLast((item) => item.kind === 'user' && item.runId === runId);
  if (asked?.kind !== 'user' || asked.sender?.startsWith(SCHEDULE_SENDER) !== true) return undefined;
  return asked.sender.slice(SCHEDULE_SENDER.length);
}
