// Durable events as transcript rows of the protocol (its section 13.5): what `chat.history` and `session.message` carry.
import type { Block, ImageBlock, StopReason, Usage } from '#contract/types/content.ts';
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { CostParts } from '../usage/prices.ts';

/** A row of one event; `part` 1 is the tool-call half of a message that also has text. */
export interface Row {
  readonly part: number;
  readonly message: Readonly<Record<string, unknown>>;
  /** Longest text in it, characters. */
  readonly longest: number;
}

/** Gives the cost of a call by part; undefined when the price is unknown. */
export type CostLookup = (provider: string, model: string, usage: Usage) => CostParts | undefined;

/** The rows that `event` adds to the transcript. `before` is the session as it was: it still holds the queued messages. */
export function rowsOf(event: SessionEvent, before: SessionView, cost: CostLookup): readonly Row[] {
  switch (event.type) {
    case 'message.accepted':
      return event.queue === undefined ? [userRow(event, event)] : [];
    case 'run.started':
      return before.queue
        .filter((m) => event.messageIds.includes(m.messageId))
        .map((m, part) => ({ ...userRow(event, m), part }));
    case 'message.injected':
      return before.queue.filter((m) => m.messageId === event.messageId).map((m) => userRow(event, m));
    case 'message.completed':
      return assistantRows(event, cost);
    case 'tool.finished':
      return [toolRow(event)];
    case 'run.ended':
      return event.status === 'failed' && event.error !== undefined
        ? [noteRow(event, event.runId, event.error.message, 'error')]
        : [];
    case 'note.added':
      return [noteRow(event, undefined, event.text, 'stop')];
    default:
      return [];
  }
}

interface UserMessage {
  readonly messageId: string;
  readonly runId: string;
  readonly text: string;
  readonly images?: readonly ImageBlock[];
}

function userRow(event: SessionEvent, message: UserMessage): Row {
  const images = message.images ?? [];
  const content = images.length === 0 ? message.text : [{ type: 'text', text: message.text }, ...images];
  const idempotencyKey = `${message.runId}:user`;
  const mark = { ...anchor(event, message.messageId, message.runId), idempotencyKey, senderIsOwner: true };
  return {
    part: 0,
    message: { role: 'user', content, timestamp: event.ts, idempotencyKey, __openclaw: mark },
    longest: message.text.length,
  };
}

function assistantRows(event: SessionEventOf<'message.completed'>, cost: CostLookup): readonly Row[] {
  const calls = event.content.filter((block) => block.type === 'toolCall');
  const words = event.content.filter((block) => block.type !== 'toolCall').map(shownBlock);
  if (calls.length === 0) return [assistantRow(event, 0, words, cost)];
  if (words.length === 0) return [assistantRow(event, 0, calls, cost)];
  // The usage stands on one half only: whoever adds rows up must not count it twice.
  return [assistantRow(event, 0, words, undefined), assistantRow(event, 1, calls, cost)];
}

function assistantRow(
  event: SessionEventOf<'message.completed'>,
  part: number,
  content: readonly Block[],
  cost: CostLookup | undefined,
): Row {
  const { provider, model, stopReason, runId } = event;
  const usage =
    event.usage === undefined || cost === undefined
      ? undefined
      : usageOf(event.usage, cost(provider, model, event.usage));
  const message = {
    role: 'assistant',
    content,
    api: apiOf(provider),
    provider,
    model,
    ...(usage === undefined ? {} : { usage }),
    stopReason: wireStopReason(stopReason),
    timestamp: event.ts,
    ...(stopReason === 'aborted' ? { openclawAbort: { aborted: true, origin: 'rpc', runId } } : {}),
    __openclaw: anchor(event, event.messageId, runId),
  };
  return { part, message, longest: longestText(content) };
}

/** What the provider wants back (signature, redacted reasoning) is not for screens. */
function shownBlock(block: Block): Block {
  return block.type === 'thinking' ? { type: 'thinking', thinking: block.thinking } : block;
}

function usageOf(usage: Usage, parts: CostParts | undefined) {
  const { input, output, cacheRead, cacheWrite } = usage;
  const total = { input, output, cacheRead, cacheWrite, totalTokens: input + output + cacheRead + cacheWrite };
  if (parts === undefined) return total;
  return { ...total, cost: { ...parts, total: parts.input + parts.output + parts.cacheRead + parts.cacheWrite } };
}

function apiOf(provider: string): string {
  if (provider === 'anthropic') return 'anthropic-messages';
  return provider === 'demo' || provider === 'ollama' || provider === 'gatehouse' ? provider : 'openai-completions';
}

function wireStopReason(reason: StopReason): string {
  if (reason === 'refusal') return 'error';
  return reason === 'interrupted' ? 'aborted' : reason;
}

function toolRow(event: SessionEventOf<'tool.finished'>): Row {
  const message = {
    role: 'toolResult',
    toolCallId: event.callId,
    toolName: event.name,
    content: [{ type: 'text', text: event.text }],
    isError: event.isError,
    timestamp: event.ts,
    __openclaw: anchor(event, `${event.callId}:result`, event.runId),
  };
  return { part: 0, message, longest: event.text.length };
}

function noteRow(event: SessionEvent, runId: string | undefined, text: string, stopReason: string): Row {
  const id = event.type === 'note.added' ? event.messageId : `${event.seq}:${event.type}`;
  const message = {
    role: 'assistant',
    content: [{ type: 'text', text }],
    api: 'gatehouse',
    provider: 'gatehouse',
    model: 'notice',
    stopReason,
    timestamp: event.ts,
    __openclaw: anchor(event, id, runId),
  };
  return { part: 0, message, longest: text.length };
}

function anchor(event: SessionEvent, id: string, runId: string | undefined) {
  return { id, seq: event.seq, recordTimestampMs: event.ts, ...(runId === undefined ? {} : { runId }) };
}

function longestText(content: readonly Block[]): number {
  return content.reduce((most, block) => {
    if (block.type === 'text') return Math.max(most, block.text.length);
    return block.type === 'thinking' ? Math.max(most, block.thinking.length) : most;
  }, 0);
}
