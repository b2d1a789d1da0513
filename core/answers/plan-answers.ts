// Answers to a plan: allowing it once continues in Ask, for the session in Accept edits; a denial is feedback.
import type { ModeAfterPlan } from '#contract/types/approval-modes.ts';
import type { ApprovalOutcome, ApprovalSubject } from '#contract/sessions/session-events.ts';

const MODES: Partial<Record<ApprovalOutcome, ModeAfterPlan>> = {
  'allow-once': 'ask',
  'allow-session': 'accept-edits',
};

/** The mode in which a session continues after an answer; undefined if the answer changes none. */
export function modeAfterPlan({ isPlan }: ApprovalSubject, outcome: ApprovalOutcome): ModeAfterPlan | undefined {
  return isPlan === true ? MODES[outcome] : undefined;
}

/** Tool result for a plan that wasn't approved; undefined if it was. */
export function describePlanDenial(outcome: ApprovalOutcome, reason = ''): string | undefined {
  switch (outcome) {
    case 'deny':
      return reason.trim() === ''
        ? 'The user has not approved the plan. Keep planning: ask what should change, or present a different plan.'
        : `The user has not approved the plan. Keep planning with this feedback, then present the plan again:\n\n${reason}`;
    case 'expired':
      return 'Nobody answered the plan in time. Stop here; the user can continue later.';
    case 'cancelled':
      return 'The plan was not answered: the run was stopped.';
    default:
      return undefined;
  }
}
