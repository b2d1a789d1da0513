// Copies a conversation as the events of a new session, without approvals and model switches.
import { compactionInForce } from '#contract/sessions/compaction.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { AssistantItem, Item, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';

/**
 * Events that give the items before `beforeSeq` again. `firstSeq` is the number that the first of them will have. Tokens were
 * spent in the other session, so they are not counted again.
 */
export function copyEvents(
  view: SessionView,
  beforeSeq: number | undefined,
  firstSeq: number,
): readonly SessionEventDraft[] {
  const items = view.items.filter((item) => beforeSeq === undefined || item.seq < beforeSeq);
  const summary = compactionInForce(items);
  const events: SessionEventDraft[] = [];
  const places: { readonly old: number; readonly fresh: number }[] = [];
  for (const item of items) {
    places.push({ old: item.seq, fresh: firstSeq + events.length });
    if (item !== summary) events.push(...toEvents(item));
    else events.push(summaryEvent(summary.more ?? '', places, summary.keptFromSeq ?? 0));
  }
  return events;
}

function toEvents(item: Item): readonly SessionEventDraft[] {
  switch (item.kind) {
    case 'user': {
      const { id: messageId, runId, text, images, sender } = item;
      const pictures = images.length === 0 ? {} : { images: [...images] };
      return [
        { type: 'message.accepted', messageId, runId, text, ...pictures, ...(sender === undefined ? {} : { sender }) },
      ];
    }
    case 'assistant':
      return [answerEvent(item), ...item.calls.map((call) => resultEvent(item.runId, call))];
    case 'divider':
      return item.what === 'note' ? [{ type: 'note.added', messageId: item.id, text: item.text }] : [];
  }
}

function answerEvent({
  id,
  runId,
  content,
  stopReason,
  provider,
  model,
  durationMs,
}: AssistantItem): SessionEventDraft {
  const time = durationMs === undefined ? {} : { durationMs };
  return {
    type: 'message.completed',
    messageId: id,
    runId,
    content: [...content],
    stopReason,
    provider,
    model,
    ...time,
  };
}

function resultEvent(runId: string, call: ToolCallView): SessionEventDraft {
  const { callId, name, text, details = {}, durationMs = 0 } = call;
  const isError = text === undefined || call.state === 'failed' || call.state === 'denied';
  const words = text ?? 'No result: the call was not finished in the original session.';
  return { type: 'tool.finished', callId, runId, name, isError, text: words, details: { ...details }, durationMs };
}

function summaryEvent(
  summary: string,
  places: readonly { readonly old: number; readonly fresh: number }[],
  keptFrom: number,
): SessionEventDraft {
  const keptFromSeq = places.find(({ old }) => old >= keptFrom)?.fresh ?? 0;
  // No tokens have been counted here yet: the next call estimates.
  return { type: 'compacted', summary, keptFromSeq, tokensBefore: 0, tokensAfter: 0, trigger: 'manual' };
}
