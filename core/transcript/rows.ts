// Durable events as transcript rows: a projection from which histories are read without folding the session.
import type { Block, ImageBlock, Usage } from '#contract/types/content.ts';
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { TranscriptRow } from '../ports/transcript.ts';
import type { CostParts } from '../usage/prices.ts';

/** Provider name of notes, which no model wrote. */
const NOTICE_PROVIDER = 'gatehouse';

/** Gives the cost of a call by part; undefined when the price is unknown. */
export type CostLookup = (provider: string, model: string, usage: Usage) => CostParts | undefined;

/** The rows that `event` adds to the transcript. `before` is the session as it was: it still holds the queued messages. */
export function toRows(event: SessionEvent, before: SessionView, cost: CostLookup): readonly TranscriptRow[] {
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

function userRow(event: SessionEvent, message: UserMessage): TranscriptRow {
  const images = message.images ?? [];
  const content = images.length === 0 ? message.text : [{ type: 'text', text: message.text }, ...images];
  return {
    part: 0,
    entryId: message.messageId,
    runId: message.runId,
    message: { role: 'user', content, timestamp: event.ts },
    longest: message.text.length,
  };
}

function assistantRows(event: SessionEventOf<'message.completed'>, cost: CostLookup): readonly TranscriptRow[] {
  const calls = event.content.filter((block) => block.type === 'toolCall');
  const words = event.content.filter((block) => block.type !== 'toolCall').map(shownBlock);
  if (calls.length === 0) return [assistantRow(event, 0, words, cost)];
  if (words.length === 0) return [assistantRow(event, 0, calls, cost)];
  // Only one half carries the usage, so that adding rows up doesn't count it twice.
  return [assistantRow(event, 0, words, undefined), assistantRow(event, 1, calls, cost)];
}

function assistantRow(
  event: SessionEventOf<'message.completed'>,
  part: number,
  content: readonly Block[],
  cost: CostLookup | undefined,
): TranscriptRow {
  const { provider, model, stopReason, runId } = event;
  const usage =
    event.usage === undefined || cost === undefined
      ? undefined
      : toUsage(event.usage, cost(provider, model, event.usage));
  const message = {
    role: 'assistant',
    content,
    provider,
    model,
    ...(usage === undefined ? {} : { usage }),
    timestamp: event.ts,
  };
  return { part, entryId: event.messageId, runId, stopReason, provider, message, longest: longestText(content) };
}

/** Omits what only the provider needs back: signatures and redacted reasoning. */
function shownBlock(block: Block): Block {
  return block.type === 'thinking' ? { type: 'thinking', thinking: block.thinking } : block;
}

function toUsage(usage: Usage, parts: CostParts | undefined) {
  const { input, output, cacheRead, cacheWrite } = usage;
  const total = { input, output, cacheRead, cacheWrite, totalTokens: input + output + cacheRead + cacheWrite };
  if (parts === undefined) return total;
  return { ...total, cost: { ...parts, total: parts.input + parts.output + parts.cacheRead + parts.cacheWrite } };
}

function toolRow(event: SessionEventOf<'tool.finished'>): TranscriptRow {
  const message = {
    role: 'toolResult',
    toolCallId: event.callId,
    toolName: event.name,
    content: [{ type: 'text', text: event.text }],
    isError: event.isError,
    timestamp: event.ts,
  };
  return { part: 0, entryId: `${event.callId}:result`, runId: event.runId, message, longest: event.text.length };
}

function noteRow(
  event: SessionEvent,
  runId: string | undefined,
  text: string,
  stopReason: 'stop' | 'error',
): TranscriptRow {
  const entryId = event.type === 'note.added' ? event.messageId : `${event.seq}:${event.type}`;
  const message = {
    role: 'assistant',
    content: [{ type: 'text', text }],
    provider: NOTICE_PROVIDER,
    model: 'notice',
    timestamp: event.ts,
  };
  const facts = { stopReason, provider: NOTICE_PROVIDER, ...(runId === undefined ? {} : { runId }) };
  return { part: 0, entryId, ...facts, message, longest: text.length };
}

function longestText(content: readonly Block[]): number {
  return content.reduce((most, block) => {
    if (block.type === 'text') return Math.max(most, block.text.length);
    return block.type === 'thinking' ? Math.max(most, block.thinking.length) : most;
  }, 0);
}
