// Logs runs: one line per step, each with the run's id, which is also the id of the request that started it.
import type { EngineNotice } from '../engine/notices.ts';
import type { Log } from '../ports/log.ts';

/** Logs a notice that is a step of a run. Text written by people or models is never included. */
export function logRun(log: Log, notice: EngineNotice): void {
  if (notice.kind !== 'event') return;
  const { event, sessionKey } = notice;
  switch (event.type) {
    case 'run.started':
      return log.info('run started', { runId: event.runId, sessionKey, provider: event.provider, model: event.model });
    case 'run.fallback': {
      const { runId, provider, model, error } = event;
      return log.warn('Run continues with another model.', { runId, sessionKey, provider, model, code: error.code });
    }
    case 'message.completed': {
      const { runId, provider, model, stopReason, durationMs, usage } = event;
      return log.info('Model call completed.', { runId, sessionKey, provider, model, stopReason, durationMs, usage });
    }
    case 'approval.requested':
      return log.info('Approval requested.', { ...pickIds(event), sessionKey, approvalId: event.approvalId });
    case 'approval.resolved': {
      const { approvalId, outcome, resolvedBy } = event;
      return log.info('Approval resolved.', { ...pickIds(event), sessionKey, approvalId, outcome, resolvedBy });
    }
    case 'question.asked':
      return log.info('Question asked.', { ...pickIds(event), sessionKey, questionSetId: event.questionSetId });
    case 'question.resolved': {
      const { questionSetId, outcome, resolvedBy } = event;
      return log.info('Question resolved.', { ...pickIds(event), sessionKey, questionSetId, outcome, resolvedBy });
    }
    case 'tool.started':
      return log.info('tool started', {
        ...pickIds(event),
        sessionKey,
        tool: event.name,
        decidedBy: event.decidedBy,
      });
    case 'tool.finished': {
      const { name: tool, isError, durationMs } = event;
      return log.info('tool finished', { ...pickIds(event), sessionKey, tool, isError, durationMs });
    }
    case 'run.ended': {
      const { runId, status, stopReason, modelCalls, error, ts, startedAtMs } = event;
      const facts = { runId, sessionKey, status, stopReason, modelCalls, durationMs: ts - startedAtMs };
      if (error === undefined) return log.info('run ended', facts);
      return log.warn('run ended', { ...facts, code: error.code, error: error.message });
    }
    case 'compacted': {
      const { trigger, tokensBefore, tokensAfter } = event;
      return log.info('Conversation summarized.', { sessionKey, trigger, tokensBefore, tokensAfter });
    }
    default:
  }
}

function pickIds({ runId, callId }: { readonly runId: string; readonly callId: string }) {
  return { runId, callId };
}
