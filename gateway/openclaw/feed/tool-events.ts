// Tool calls as `agent` events: as items for all clients, structured for those that support it.
import type { JsonObject } from '#contract/types/json-object.ts';
import type { SessionEventOf } from '#contract/sessions/session-events.ts';
import type { AgentEventBody, DueOutput } from './followed-run.ts';

type Started = SessionEventOf<'tool.started'>;
type Finished = SessionEventOf<'tool.finished'>;

/** The start of an item. */
export function itemStart({ callId, name, title, ts }: Started): AgentEventBody {
  const state = { phase: 'start', status: 'running', commandBearing: name === 'exec', startedAt: ts };
  return { stream: 'item', data: { ...itemFacts(callId, name, title), ...state } };
}

/** The end of an item. */
export function itemEnd(
  event: Finished,
  begun: { readonly title: string; readonly startedAt?: number },
): AgentEventBody {
  const state = { phase: 'end', status: toStatus(event), startedAt: begun.startedAt, endedAt: event.ts };
  return { stream: 'item', data: { ...itemFacts(event.callId, event.name, begun.title), ...state } };
}

/** The call with its arguments. */
export function toolStart({ callId, name }: Started, args: JsonObject): AgentEventBody {
  return { stream: 'tool', data: { phase: 'start', name, toolCallId: callId, args } };
}

/** Output while it runs. */
export function toolUpdate({ callId, name, output }: DueOutput): AgentEventBody {
  const partialResult = { content: [{ type: 'text', text: output }] };
  return { stream: 'tool', data: { phase: 'update', name, toolCallId: callId, partialResult } };
}

/** Result of the call. */
export function toolResult({ callId, name, isError, text, details }: Finished): AgentEventBody {
  const result = { content: [{ type: 'text', text }], details };
  return { stream: 'tool', data: { phase: 'result', name, toolCallId: callId, isError, result } };
}

/** Output of a command. */
export function commandDelta({ callId, name, output }: DueOutput): AgentEventBody {
  const facts = { itemId: `command:${callId}`, toolCallId: callId, name, title: 'command' };
  return { stream: 'command_output', data: { ...facts, phase: 'delta', output, status: 'running' } };
}

/** The end of a command. */
export function commandEnd(event: Finished, title: string): AgentEventBody {
  const { exitCode, cwd } = event.details;
  const facts = { itemId: `command:${event.callId}`, toolCallId: event.callId, name: event.name, title };
  const outcome = { output: event.text, status: toStatus(event), durationMs: event.durationMs };
  const known = { ...(typeof exitCode === 'number' ? { exitCode } : {}), ...(typeof cwd === 'string' ? { cwd } : {}) };
  return { stream: 'command_output', data: { ...facts, phase: 'end', ...outcome, ...known } };
}

function itemFacts(callId: string, name: string, title: string): JsonObject {
  return { itemId: `tool:${callId}`, toolCallId: callId, name, kind: 'tool', title };
}

function toStatus({ isError }: Finished): string {
  return isError ? 'failed' : 'completed';
}
