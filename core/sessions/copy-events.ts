// Copies a conversation as the events of a new session, without approvals and model switches.
import { compactionInForce } from '#contract/sessions/compaction.ts';
import { defined } from '#contract/types/defined.ts';
import type { SessionEventDraft } from '#contract/sessions/session-events.ts';
import type { AssistantItem, DividerItem, Item, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';

/**
 * Events that recreate the items before `beforeSeq`, numbered from `firstSeq`. Tokens were spent in the other session, so they
 * are shown, but aren't counted again.
 */
export function copyEvents(
  view: SessionView,
  beforeSeq: number | undefined,
  firstSeq: number,
): readonly SessionEventDraft[] {
  const items = view.items.filter((item) => beforeSeq === undefined || item.seq < beforeSeq);
  const summary = compactionInForce(items);
  const events: SessionEventDraft[] = [];
  let keptFromSeq = 0;
  for (const item of items) {
    const isKept = summary !== undefined && item.seq >= (summary.keptFromSeq ?? 0);
    if (isKept && keptFromSeq === 0) keptFromSeq = firstSeq + events.length;
    events.push(...(item === summary ? [summaryEvent(summary.more ?? '', keptFromSeq)] : toEvents(item)));
  }
  return events;
}

function toEvents(item: Item): readonly SessionEventDraft[] {
  switch (item.kind) {
    case 'user': {
      const { id: messageId, runId, text, images, files, sender } = item;
      const attached = images.length === 0 ? {} : { images: [...images] };
      return [{ type: 'message.accepted', messageId, runId, text, ...attached, ...defined({ files, sender }) }];
    }
    case 'assistant':
      return [answerEvent(item), ...item.calls.map((call) => resultEvent(item.runId, call))];
    case 'divider':
      return item.what === 'note' ? [noteEvent(item)] : [];
  }
}

function noteEvent({ id: messageId, text, label }: DividerItem): SessionEventDraft {
  return { type: 'note.added', messageId, text, ...defined({ label }) };
}

function answerEvent(item: AssistantItem): SessionEventDraft {
  const { id: messageId, runId, content, stopReason, provider, model, durationMs } = item;
  const answer = { messageId, runId, content: [...content], stopReason, provider, model };
  const copiedUsage = item.usage ?? item.copiedUsage;
  return { type: 'message.completed', ...answer, ...defined({ durationMs, copiedUsage }) };
}

function resultEvent(runId: string, call: ToolCallView): SessionEventDraft {
  const { callId, name, text, details = {}, durationMs = 0 } = call;
  const isError = text === undefined || call.state === 'failed' || call.state === 'denied';
  const shown = text ?? 'No result: the call was not finished in the original session.';
  return { type: 'tool.finished', callId, runId, name, isError, text: shown, details: { ...details }, durationMs };
}

function summaryEvent(summary: string, keptFromSeq: number): SessionEventDraft {
  // No tokens have been counted here yet: the next call estimates.
  return { type: 'compacted', summary, keptFromSeq, tokensBefore: 0, tokensAfter: 0, trigger: 'manual' };
}
