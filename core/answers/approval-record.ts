// Stored approvals: derived from their tool call, so that the session stays the source of truth.
import type { ApprovalEdit, ApprovalOutcome } from '#contract/sessions/session-events.ts';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import type { ApprovalView, ToolCallView } from '#contract/sessions/session-view.ts';
import type { SessionActor } from '../sessions/session-actor.ts';
import { formatPrincipal, type Principal } from '../principal.ts';

/** The answer to an approval request. */
export interface Answer {
  readonly outcome: ApprovalOutcome;
  readonly by: Principal;
  readonly resolvedAtMs: number;
  readonly reason?: string;
  readonly edit?: ApprovalEdit;
}

/** The record of a call's approval, with its answer if there is one. */
export function approvalRecord(
  actor: SessionActor,
  runId: string,
  call: Pick<ToolCallView, 'callId'>,
  approval: ApprovalView,
  answer?: Answer,
): ApprovalRecord {
  const { by: _, ...resolution } = answer === undefined ? {} : { ...answer, resolvedBy: formatPrincipal(answer.by) };
  return {
    id: approval.approvalId,
    sessionKey: actor.key,
    sessionTitle: actor.record?.title ?? actor.record?.derivedTitle ?? actor.key,
    agentId: actor.agentId,
    runId,
    callId: call.callId,
    subject: approval.subject,
    createdAtMs: approval.requestedAt,
    expiresAtMs: approval.expiresAtMs,
    ...resolution,
  };
}
