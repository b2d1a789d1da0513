// What became of an approval, in one line.
import type { ApprovalOutcome } from '#contract/sessions/session-events.ts';
import type { ApprovalView } from '#contract/sessions/session-view.ts';
import { formatTime } from '#messages/format.ts';

const WORDS: Readonly<Record<ApprovalOutcome, string>> = {
  'allow-once': 'Allowed once',
  'allow-session': 'Allowed for this session',
  'allow-always': 'Allowed always, in this folder',
  deny: 'Denied',
  expired: 'Denied, because nobody answered in time',
  cancelled: 'Not answered: the run was stopped',
};

/** `Allowed once by iPhone · 12:04`; the reason of a denial after it. */
export function answeredWords(approval: ApprovalView): string {
  const { outcome, resolvedBy, resolvedAt, reason } = approval;
  if (outcome === undefined) return 'Waits for an answer';
  const by =
    resolvedBy === undefined || outcome === 'expired' || outcome === 'cancelled' ? '' : ` by ${whoWords(resolvedBy)}`;
  const at = resolvedAt === undefined ? '' : ` · ${formatTime(resolvedAt)}`;
  return `${WORDS[outcome]}${by}${at}${reason === undefined ? '' : `: “${reason}”`}`;
}

/** Our own pages answer for the user; anything else is named. */
function whoWords(resolvedBy: string): string {
  return /^(?:gateway-client|browser|window|desktop)\b/.test(resolvedBy) ? 'you' : resolvedBy;
}
