// The last step of a run, which also cancels its pending request.
import type { SessionEventDraft, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { RunView, SessionView } from '#contract/sessions/session-view.ts';
import { approvalRecord } from '../answers/approval-record.ts';
import { GATEWAY, formatPrincipal } from '../principal.ts';
import type { SessionActor, SessionChange } from '../sessions/session-actor.ts';
import { getMessages, nextCall, sumUsage } from './active-run.ts';

const CANCELED = { outcome: 'cancelled', resolvedBy: formatPrincipal(GATEWAY) } as const;

type Run = Pick<RunView, 'runId' | 'startedAt'>;
type End = Pick<SessionEventOf<'run.ended'>, 'status' | 'stopReason' | 'error'>;

/** Ends the session's active run. `nowMs`: Unix ms. */
export function endRun(actor: SessionActor, run: Run, end: End, nowMs: number): SessionChange {
  const canceled = cancelRequest(actor, run.runId, nowMs);
  return { ...canceled, events: [...(canceled?.events ?? []), runEnded(actor.view, run, end)] };
}

/** The last event of a run, whose messages are in `view`. */
export function runEnded(view: SessionView, { runId, startedAt }: Run, end: End): SessionEventDraft {
  const usage = sumUsage(view, runId);
  const modelCalls = getMessages(view, runId).length;
  return { type: 'run.ended', runId, ...end, usage, modelCalls, startedAtMs: startedAt };
}

/** Closes the run's pending approval or question; undefined when there is none. */
function cancelRequest(actor: SessionActor, runId: string, nowMs: number): SessionChange | undefined {
  const call = nextCall(actor.view, runId);
  if (call?.state === 'question' && call.question !== undefined) {
    const { questionSetId } = call.question;
    return { events: [{ type: 'question.resolved', questionSetId, callId: call.callId, runId, ...CANCELED }] };
  }
  if (call?.state !== 'approval' || call.approval === undefined) return undefined;
  const { approvalId, subject } = call.approval;
  const answer = { outcome: CANCELED.outcome, by: GATEWAY, resolvedAtMs: nowMs };
  return {
    events: [{ type: 'approval.resolved', approvalId, callId: call.callId, runId, ...CANCELED }],
    approval: approvalRecord(actor, runId, call, call.approval, answer),
    audit: {
      by: GATEWAY,
      action: 'approval.cancelled',
      subject: approvalId,
      details: { sessionKey: actor.key, command: subject.command },
    },
  };
}
