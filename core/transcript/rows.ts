// Durable events as transcript rows: a projection from which histories are read without folding the session.
import type { AttachedFile, Block, ImageBlock, Usage } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { TranscriptRow } from '../ports/transcript.ts';
import type { CostParts } from '../ports/usage-store.ts';
import { totalCost } from '../usage/prices.ts';

/** Provider name of notes, which no model wrote. */
const NOTICE_PROVIDER = 'gatehouse';

type Answer = SessionEventOf<'message.completed'>;
/** Gives the cost of a call by part; undefined when the price is unknown. */
type CostLookup = (choice: Pick<Answer, 'provider' | 'model'>, usage: Usage) => CostParts | undefined;

/** The rows that `event` adds to the transcript. `before` is the session as it was: it still holds the queued messages. */
export function toRows(event: SessionEvent, before: SessionView, findCost: CostLookup): readonly TranscriptRow[] {
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
      return answerRows(event, findCost);
    case 'tool.finished':
      return [toolRow(event)];
    case 'run.ended':
      return event.status === 'failed' && event.error !== undefined
        ? [noteRow(event, event.error.message, 'error')]
        : [];
    case 'note.added':
      return [noteRow(event, event.text, 'stop')];
    default:
      return [];
  }
}

interface UserMessage {
  readonly messageId: string;
  readonly runId: string;
  readonly text: string;
  readonly images?: readonly ImageBlock[];
  readonly files?: readonly AttachedFile[];
}

/** The content of a message as clients see it: text, images, and the names of other files. */
export function toUserContent(text: string, images: readonly ImageBlock[], files: readonly AttachedFile[] = []) {
  if (images.length === 0 && files.length === 0) return text;
  const names = files.map(({ name }) => ({ type: 'text', text: `[Attached file: ${name}]` }));
  return [{ type: 'text', text }, ...images, ...names];
}

function userRow(event: SessionEvent, { messageId, runId, text, images = [], files }: UserMessage): TranscriptRow {
  const content = toUserContent(text, images, files);
  const message = { role: 'user', content, timestamp: event.ts };
  return { part: 0, entryId: messageId, runId, message, longest: text.length };
}

function answerRows(event: Answer, findCost: CostLookup): readonly TranscriptRow[] {
  const usage = event.usage === undefined ? undefined : toUsage(event.usage, findCost(event, event.usage));
  const content = event.content.map(withoutProviderData);
  const calls = content.filter((block) => block.type === 'toolCall');
  const texts = content.filter((block) => block.type !== 'toolCall');
  if (calls.length === 0) return [answerRow(event, 0, texts, usage)];
  if (texts.length === 0) return [answerRow(event, 0, calls, usage)];
  // Only one half carries the usage, so that adding rows up doesn't count it twice.
  return [answerRow(event, 0, texts), answerRow(event, 1, calls, usage)];
}

function answerRow(event: Answer, part: number, content: readonly Block[], usage?: object): TranscriptRow {
  const { provider, model, stopReason, runId, messageId, ts } = event;
  const message = { role: 'assistant', content, provider, model, ...defined({ usage }), timestamp: ts };
  const longest = Math.max(0, ...content.map(countCharacters));
  return { part, entryId: messageId, runId, stopReason, provider, message, longest };
}

/** Omits signatures and redacted reasoning, which only the provider needs. */
function withoutProviderData(block: Block): Block {
  if (block.type === 'thinking') return { type: 'thinking', thinking: block.thinking };
  if (block.type !== 'toolCall') return block;
  return { type: 'toolCall', id: block.id, name: block.name, arguments: block.arguments };
}

function toUsage({ input, output, cacheRead, cacheWrite }: Usage, parts: CostParts | undefined) {
  const tokens = { input, output, cacheRead, cacheWrite, totalTokens: input + output + cacheRead + cacheWrite };
  return parts === undefined ? tokens : { ...tokens, cost: { ...parts, total: totalCost(parts) } };
}

function toolRow({ callId, runId, name, text, isError, ts }: SessionEventOf<'tool.finished'>): TranscriptRow {
  const result = { toolCallId: callId, toolName: name, content: [{ type: 'text', text }], isError };
  const message = { role: 'toolResult', ...result, timestamp: ts };
  return { part: 0, entryId: `${callId}:result`, runId, message, longest: text.length };
}

function noteRow(
  event: SessionEventOf<'note.added' | 'run.ended'>,
  text: string,
  stopReason: 'stop' | 'error',
): TranscriptRow {
  const ids =
    event.type === 'note.added'
      ? { entryId: event.messageId }
      : { entryId: `${event.seq}:${event.type}`, runId: event.runId };
  const content = [{ type: 'text', text }];
  const message = { role: 'assistant', content, provider: NOTICE_PROVIDER, model: 'notice', timestamp: event.ts };
  return { part: 0, ...ids, stopReason, provider: NOTICE_PROVIDER, message, longest: text.length };
}

function countCharacters(block: Block): number {
  if (block.type === 'text') return block.text.length;
  return block.type === 'thinking' ? block.thinking.length : 0;
}
