// Describes the outcome of an approval in one line.
import type { ApprovalView } from '#contract/sessions/session-view.ts';
import { formatTime } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** `Allowed once by iPhone · 12:04`, followed by the reason of a denial. */
export function describeOutcome(approval: ApprovalView): string {
  const { outcome, resolvedBy, resolvedAt, reason } = approval;
  if (outcome === undefined) return t('tools.answered.pending');
  const what = t(`tools.answered.${outcome}`);
  const hasPerson = resolvedBy !== undefined && outcome !== 'expired' && outcome !== 'cancelled';
  const who = hasPerson ? t('tools.answered.by', { outcome: what, who: describePerson(resolvedBy) }) : what;
  const when = resolvedAt === undefined ? who : t('tools.answered.at', { text: who, time: formatTime(resolvedAt) });
  return reason === undefined ? when : t('tools.answered.reason', { text: when, reason });
}

/** Our own pages answer for the user; others are named. */
function describePerson(resolvedBy: string): string {
  return /^(?:gateway-client|browser|window|desktop)\b/.test(resolvedBy) ? t('tools.answered.you') : resolvedBy;
}
