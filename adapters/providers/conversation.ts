// What every wire format needs of a conversation: each tool call with its result right after it.
import type { Block, ToolCallBlock } from '#contract/types/content.ts';
import type { ModelMessage } from '#core/ports/provider.ts';

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;
type ToolResult = ToolMessage['results'][number];

const LOST_RESULT = 'No result: the run ended before this tool finished. It may have run.';

/** The conversation with every tool call answered: servers refuse one that is not, for ever. Results without a call are dropped. */
export function pairToolCalls(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const paired: ModelMessage[] = [];
  for (let at = 0; at < messages.length; at += 1) {
    const message = messages[at];
    if (message === undefined || message.role === 'tool') continue;
    paired.push(message);
    const calls = message.role === 'assistant' ? message.content.filter(isToolCall) : [];
    if (calls.length > 0) paired.push({ role: 'tool', results: resultsOf(calls, messages, at + 1) });
  }
  return paired;
}

function resultsOf(
  calls: readonly ToolCallBlock[],
  messages: readonly ModelMessage[],
  from: number,
): readonly ToolResult[] {
  const found = new Map<string, ToolResult>();
  for (let at = from; at < messages.length; at += 1) {
    const message = messages[at];
    if (message === undefined || message.role === 'assistant') break;
    if (message.role === 'tool') for (const result of message.results) found.set(result.callId, result);
  }
  return calls.map(
    (call) => found.get(call.id) ?? { callId: call.id, name: call.name, text: LOST_RESULT, isError: true },
  );
}

function isToolCall(block: Block): block is ToolCallBlock {
  return block.type === 'toolCall';
}

/** The text of blocks, joined by blank lines. */
export function textOf(content: readonly Block[]): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
}
