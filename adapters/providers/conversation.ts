// Prepares conversations for all wire formats.
import type { Block, ImageBlock, ToolCallBlock } from '#contract/types/content.ts';
import type { ModelMessage, ModelRequest } from '#core/ports/provider.ts';

type ToolMessage = Extract<ModelMessage, { role: 'tool' }>;
type ToolResult = ToolMessage['results'][number];

const LOST_RESULT = 'No result: the run ended before this tool finished. It may have run.';

/** Puts the result of each tool call directly after it, because servers reject a call without one. Drops results without a call. */
export function pairToolCalls(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const paired: ModelMessage[] = [];
  for (let at = 0; at < messages.length; at += 1) {
    const message = messages[at];
    if (message === undefined || message.role === 'tool') continue;
    paired.push(message);
    const calls = message.role === 'assistant' ? message.content.filter(isToolCall) : [];
    if (calls.length > 0) paired.push({ role: 'tool', results: findResults(calls, messages, at + 1) });
  }
  return paired;
}

function findResults(
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

/** The text of blocks, joined with blank lines. */
export function joinText(content: readonly Block[]): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n\n');
}

/** The system prompt as one text. */
export function joinSystem({ system }: ModelRequest): string {
  return system.filter((part) => part !== '').join('\n\n');
}

/** A tool result for wire formats without a field for errors. */
export function resultText({ text, isError }: ToolResult): string {
  return isError ? `Error: ${text}` : text;
}

/** An image for wire formats that accept URLs. */
export function dataUrl({ mimeType, data }: ImageBlock): string {
  return `data:${mimeType};base64,${data}`;
}
