// The conversation as the model sees it: built from the view alone, so that it is the same after a restart.
import type { Block } from '#contract/types/content.ts';
import { compactionInForce } from '#contract/sessions/compaction.ts';
import type { AssistantItem, SessionView, ToolCallView, UserItem } from '#contract/sessions/session-view.ts';
import type { ModelMessage } from '../ports/provider.ts';

/** Provider of answers that no model gave: replies to slash commands. They are no part of the conversation. */
export const OWN_PROVIDER = 'gatehouse';

/** The items that the model still sees whole. */
export function contextItems(view: SessionView): readonly (UserItem | AssistantItem)[] {
  const commands = new Set(
    view.items.flatMap((item) => (item.kind === 'assistant' && item.provider === OWN_PROVIDER ? [item.runId] : [])),
  );
  return view.items.filter(
    (item): item is UserItem | AssistantItem =>
      item.kind !== 'divider' && item.seq >= view.keptFromSeq && !commands.has(item.runId),
  );
}

/** The summary that stands for everything before the kept part. */
export function summaryOf(view: SessionView): string | undefined {
  return compactionInForce(view.items)?.more;
}

/** The messages of the next model call. */
export function buildMessages(view: SessionView, seesImages = true): readonly ModelMessage[] {
  const summary = summaryOf(view);
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
  return [message, { role: 'tool', results: item.calls.map(resultOf) }];
}

function userContent(item: UserItem, seesImages: boolean): readonly Block[] {
  const text: readonly Block[] = item.text === '' ? [] : [{ type: 'text', text: item.text }];
  if (seesImages || item.images.length === 0) return [...text, ...item.images];
  return [...text, { type: 'text', text: `[${item.images.length} image(s) left out: this model cannot see images]` }];
}

/** Reasoning of a message that was cut has no signature: a provider would refuse it. */
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

function resultOf(call: ToolCallView) {
  const { callId, name } = call;
  if (call.text !== undefined)
    return {
      callId,
      name,
      text: call.text === '' ? '(no output)' : call.text,
      isError: call.state === 'failed' || call.state === 'denied',
    };
  return { callId, name, text: WITHOUT_RESULT[call.state] ?? 'There is no result.', isError: true };
}

const WITHOUT_RESULT: Partial<Record<ToolCallView['state'], string>> = {
  unknown: 'Interrupted: Gatehouse was closed while this ran. It may have had effects. Look before you do it again.',
  running: 'Interrupted while it ran. It may have had effects. Look before you do it again.',
  cancelled: 'Not finished: the user stopped the run.',
  denied: 'Denied by the user.',
  waiting: 'Not run: the run ended before.',
  approval: 'Not run: the run ended before it was answered.',
  question: 'Not answered: the run ended before.',
};

/** Messages of the user in a row become one: some providers insist on turns. */
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
