// Cancels the pending request of a run that ends.
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import { approvalRecord } from '../answers/approval-record.ts';
import { nextCall } from './active-run.ts';
import { GATEWAY, formatPrincipal } from '../principal.ts';

const CANCELED = { outcome: 'cancelled', resolvedBy: formatPrincipal(GATEWAY) } as const;

/** The step that closes an open approval or question of the run; undefined when there is none. `now`: Unix ms. */
export function cancelMessage(actor: SessionActor, runId: string, now: number): SessionChange | undefined {
  const call = nextCall(actor.view, runId);
  if (call?.state === 'question' && call.question !== undefined) {
    const { questionSetId } = call.question;
    return { events: [{ type: 'question.resolved', questionSetId, callId: call.callId, runId, ...CANCELED }] };
  }
  if (call?.state !== 'approval' || call.approval === undefined) return undefined;
  const { approvalId, subject } = call.approval;
  return {
    events: [{ type: 'approval.resolved', approvalId, callId: call.callId, runId, ...CANCELED }],
    approval: approvalRecord(actor, runId, call, call.approval, {
      outcome: 'cancelled',
      by: GATEWAY,
      resolvedAtMs: now,
    }),
    audit: {
      by: GATEWAY,
      action: 'approval.cancelled',
      subject: approvalId,
      details: { sessionKey: actor.key, command: subject.command },
    },
  };
}
