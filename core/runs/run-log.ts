// Logs runs: one line per step, each with the run's id, which is also the id of the request that started it.
import type { SessionEvent, SessionEventOf, SessionEventType } from '#contract/sessions/session-events.ts';
import type { EngineNotice } from '../engine/notices.ts';
import type { Log } from '../ports/log.ts';

/** The message of each step, and the fields to log. Text written by people or models is never included. */
const STEPS: { readonly [T in SessionEventType]?: readonly [message: string, ...(keyof SessionEventOf<T>)[]] } = {
  'run.started': ['Run started.', 'provider', 'model'],
  'message.completed': ['Model call completed.', 'provider', 'model', 'stopReason', 'durationMs', 'usage'],
  'approval.requested': ['Approval requested.', 'approvalId'],
  'approval.resolved': ['Approval resolved.', 'approvalId', 'outcome', 'resolvedBy'],
  'question.asked': ['Question asked.', 'questionSetId'],
  'question.resolved': ['Question resolved.', 'questionSetId', 'outcome', 'resolvedBy'],
  'budget.reached': ['Run paused at a budget.'],
  'budget.resolved': ['Pause at a budget ended.', 'stopId', 'outcome', 'resolvedBy'],
  'quota.waiting': ["Run waits for a provider's limit to reset.", 'wait'],
  'quota.resolved': ["Wait for a provider's limit ended.", 'waitId', 'outcome', 'provider', 'model', 'resolvedBy'],
  'tool.started': ['Tool started.', 'decidedBy'],
  'tool.finished': ['Tool finished.', 'isError', 'durationMs'],
  compacted: ['Conversation summarized.', 'trigger', 'tokensBefore', 'tokensAfter'],
};

/** Logs a notice that is a step of a run. */
export function logRun(log: Log, notice: EngineNotice): void {
  if (notice.kind !== 'event') return;
  const { event, sessionKey } = notice;
  const tool = 'name' in event ? { tool: event.name } : {};
  const ids = { ...pick(event, ['runId', 'callId']), ...tool, sessionKey };
  if (event.type === 'run.fallback') {
    const { provider, model, error } = event;
    return log.warn('Run continues with another model.', { ...ids, provider, model, code: error.code });
  }
  if (event.type === 'run.ended') {
    const { status, stopReason, modelCalls, error, ts, startedAtMs } = event;
    const end = { ...ids, status, stopReason, modelCalls, durationMs: ts - startedAtMs };
    if (error === undefined) return log.info('Run ended.', end);
    return log.warn('Run ended.', { ...end, code: error.code, error: error.message });
  }
  const [message, ...fields] = STEPS[event.type] ?? [];
  if (message !== undefined) log.info(message, { ...ids, ...pick(event, fields) });
}

function pick(event: SessionEvent, fields: readonly string[]) {
  return Object.fromEntries(Object.entries(event).filter(([name]) => fields.includes(name)));
}
