// Cancels the pending request of a run that ends.
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import { approvalRecord } from '../answers/approval-record.ts';
import { nextCall } from './active-run.ts';

const BY_NOBODY = { outcome: 'cancelled', resolvedBy: 'gatehouse' } as const;

/** The step that closes an open approval or question of the run; undefined when there is none. `now`: Unix ms. */
export function cancelMessage(actor: SessionActor, runId: string, now: number): SessionChange | undefined {
  const call = nextCall(actor.view, runId);
  if (call?.state === 'question' && call.question !== undefined) {
    const { questionSetId } = call.question;
    return { events: [{ type: 'question.resolved', questionSetId, callId: call.callId, runId, ...BY_NOBODY }] };
  }
  if (call?.state !== 'approval' || call.approval === undefined) return undefined;
  const { approvalId, subject } = call.approval;
  return {
    events: [{ type: 'approval.resolved', approvalId, callId: call.callId, runId, ...BY_NOBODY }],
    approval: approvalRecord(actor, runId, call, call.approval, { ...BY_NOBODY, resolvedAtMs: now }),
    audit: {
      actor: BY_NOBODY.resolvedBy,
      action: 'approval.cancelled',
      subject: approvalId,
      details: { sessionKey: actor.key, command: subject.command },
    },
  };
}
