// The end of a run for OpenClaw clients: exactly one final `chat` event and one final lifecycle event.
import { defined } from '#contract/types/defined.ts';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { RunError, SessionEventOf } from '#contract/sessions/session-events.ts';

/** A note as the answer of a separate run. */
export function noteShown(
  { sessionKey, agentId }: { readonly sessionKey: string; readonly agentId: string },
  { messageId, text, ts }: SessionEventOf<'note.added'>,
): JsonObject {
  const message = { role: 'assistant', content: [{ type: 'text', text }], timestamp: ts };
  return { runId: `inject-${messageId}`, sessionKey, agentId, seq: 0, state: 'final', message };
}

type Ended = SessionEventOf<'run.ended'>;
/** Longest text in an error's details, characters. */
const MAX_DETAIL = 300;

/** State-specific part of the last `chat` event. */
export function chatEnd(event: Ended, text: string, now: number): JsonObject {
  const message = { role: 'assistant', content: [{ type: 'text', text }], timestamp: now };
  const said = text === '' ? {} : { message };
  switch (event.status) {
    case 'done': {
      const usage = { ...event.usage, totalTokens: event.usage.input + event.usage.output };
      return { state: 'final', stopReason: event.stopReason, ...said, usage };
    }
    case 'aborted':
      return { state: 'aborted', stopReason: 'rpc', ...said };
    case 'interrupted':
      return { state: 'aborted', stopReason: 'interrupted', ...said };
    case 'failed':
      return { state: 'error', errorMessage: event.error?.message ?? 'The run failed.', ...failure(event.error) };
  }
}

/** Data of the last life-cycle event. */
export function lifecycleEnd(event: Ended, text: string): JsonObject {
  const times = { startedAt: event.startedAtMs, endedAt: event.ts };
  switch (event.status) {
    case 'done': {
      const terminalReply = { disposition: text === '' ? 'silent' : 'visible', text };
      return { phase: 'end', stopReason: event.stopReason, aborted: false, ...times, terminalReply };
    }
    case 'aborted':
      return { phase: 'end', status: 'cancelled', aborted: true, stopReason: 'rpc', ...times };
    case 'interrupted':
      return { phase: 'end', status: 'cancelled', aborted: true, stopReason: 'interrupted', ...times };
    case 'failed':
      return { phase: 'error', error: event.error?.message ?? 'The run failed.', aborted: false, ...times };
  }
}

function failure(error: RunError | undefined): JsonObject {
  if (error === undefined) return { errorKind: 'unknown' };
  const { code, httpStatus = 0 } = error;
  const provider = error.provider?.slice(0, MAX_DETAIL);
  const model = error.model?.slice(0, MAX_DETAIL);
  const known = httpStatus >= 100 && httpStatus <= 599 ? { httpStatus } : {};
  const errorDetail = { failoverReason: code, ...defined({ provider, model }), ...known };
  return { errorKind: KINDS[code] ?? 'unknown', errorDetail };
}

const KINDS: Readonly<Record<string, string>> = {
  refused: 'refusal',
  timeout: 'timeout',
  'rate-limit': 'rate_limit',
  'context-too-long': 'context_length',
};
