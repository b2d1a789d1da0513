// The conversation as sent to the model: built from the view alone, so that it is the same after a restart.
import type { Block } from '#contract/types/content.ts';
import { compactionInForce } from '#contract/sessions/compaction.ts';
import type { AssistantItem, SessionView, ToolCallView, UserItem } from '#contract/sessions/session-view.ts';
import type { ModelMessage } from '../ports/provider.ts';

/** Provider name of replies to slash commands, which are not part of the conversation. */
export const OWN_PROVIDER = 'gatehouse';

/** The items that the model still sees in full. */
export function contextItems(view: SessionView): readonly (UserItem | AssistantItem)[] {
  const commands = new Set(
    view.items.flatMap((item) => (item.kind === 'assistant' && item.provider === OWN_PROVIDER ? [item.runId] : [])),
  );
  return view.items.filter(
    (item): item is UserItem | AssistantItem =>
      item.kind !== 'divider' && item.seq >= view.keptFromSeq && !commands.has(item.runId),
  );
}

/** The summary that replaces everything before the kept part. */
export function getSummary(view: SessionView): string | undefined {
  return compactionInForce(view.items)?.more;
}

/** The messages of the next model call. */
export function buildMessages(view: SessionView, seesImages = true): readonly ModelMessage[] {
  const summary = getSummary(view);
  const opening: readonly ModelMessage[] =
    summary === undefined
      ? []
      : [{ role: 'user', content: [{ type: 'text', text: `Summary of the conversation so far:\n\n${summary}` }] }];
  return mergeNeighbours([...opening, ...contextItems(view).flatMap((item) => messagesOfItem(item, seesImages))]);
}

function messagesOfItem(item: UserItem | AssistantItem, seesImages: boolean): readonly ModelMessage[] {
  if (item.kind === 'user') return [{ role: 'user', content: userContent(item, seesImages) }];
  const content = item.content.filter((block) => isKept(block, item));
  if (content.length === 0) return [];
  const message: ModelMessage = { role: 'assistant', content, provider: item.provider, model: item.model };
  if (item.calls.length === 0) return [message];
  return [message, { role: 'tool', results: item.calls.map(toResult) }];
}

function userContent(item: UserItem, seesImages: boolean): readonly Block[] {
  const text: readonly Block[] = item.text === '' ? [] : [{ type: 'text', text: item.text }];
  if (seesImages || item.images.length === 0) return [...text, ...item.images];
  return [
    ...text,
    { type: 'text', text: `[${item.images.length} image(s) omitted: this model does not support images]` },
  ];
}

/** Reasoning of a truncated message has no signature, so a provider would reject it. */
function isKept(block: Block, item: AssistantItem): boolean {
  if (block.type === 'text') return block.text.trim() !== '';
  return (
    block.type !== 'thinking' ||
    block.signature !== undefined ||
    block.redacted !== undefined ||
    item.stopReason === 'stop' ||
    item.stopReason === 'toolUse'
  );
}

function toResult(call: ToolCallView) {
  const { callId, name } = call;
  if (call.text !== undefined)
    return {
      callId,
      name,
      text: call.text === '' ? '(no output)' : call.text,
      isError: call.state === 'failed' || call.state === 'denied',
    };
  return { callId, name, text: WITHOUT_RESULT[call.state] ?? 'No result.', isError: true };
}

const WITHOUT_RESULT: Partial<Record<ToolCallView['state'], string>> = {
  unknown:
    'Interrupted: Gatehouse was shut down while this was running. It may have had effects; check before you repeat it.',
  running: 'Interrupted while running. It may have had effects; check before you repeat it.',
  cancelled: 'Not finished: the user stopped the run.',
  denied: 'Denied by the user.',
  waiting: 'Not executed: the run ended first.',
  approval: 'Not executed: the run ended before the approval was answered.',
  question: 'Not answered: the run ended first.',
};

/** Merges consecutive user messages: some providers require alternating roles. */
function mergeNeighbours(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const merged: ModelMessage[] = [];
  for (const message of messages) {
    const last = merged.at(-1);
    if (last?.role === 'user' && message.role === 'user')
      merged[merged.length - 1] = { role: 'user', content: [...last.content, ...message.content] };
    else merged.push(message);
  }
  return merged;
}
