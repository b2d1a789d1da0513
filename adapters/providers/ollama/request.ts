// Converts a conversation to Ollama's chat request.
import type { ChatRequest, Message, Tool } from 'ollama';

import type { Block } from '#contract/types/content.ts';
import type { ModelInfo, ModelMessage, ModelRequest, ToolSpec } from '#core/ports/provider.ts';

import { joinSystem, joinText, resultText, withContext } from '../conversation.ts';

/** Characters per token. A low estimate rejects a long prompt instead of losing its start. */
const CHARS_PER_TOKEN = 3.5;

/** The request of one call. It sets the context window, because the server would otherwise truncate the prompt silently. */
export function ollamaRequest(request: ModelRequest, info: ModelInfo): ChatRequest & { stream: true } {
  return {
    model: request.model,
    stream: true,
    messages: toMessages(request),
    ...(info.tools && request.tools.length > 0 ? { tools: request.tools.map(toTool) } : {}),
    ...(info.reasoning ? { think: request.thinking !== 'off' } : {}),
    options: { num_ctx: info.contextWindow, num_predict: Math.min(request.maxOutput, info.maxOutput) },
  };
}

/** Estimates the tokens of the prompt. */
export function estimateTokens(request: ModelRequest): number {
  let chars = request.system.join('').length + JSON.stringify(request.tools).length;
  for (const message of withContext(request)) {
    if (message.role === 'tool') for (const result of message.results) chars += result.text.length;
    else for (const block of message.content) chars += blockLength(block);
  }
  return Math.ceil(chars / CHARS_PER_TOKEN);
}

function blockLength(block: Block): number {
  if (block.type === 'text') return block.text.length;
  return block.type === 'toolCall' ? JSON.stringify(block.arguments).length : 0;
}

function toMessages(request: ModelRequest): Message[] {
  const system = joinSystem(request.system);
  const messages = withContext(request).flatMap(toMessage);
  return system === '' ? messages : [{ role: 'system', content: system }, ...messages];
}

function toMessage(message: ModelMessage): Message[] {
  if (message.role === 'tool')
    return message.results.map((result) => ({ role: 'tool', tool_name: result.name, content: resultText(result) }));
  const content = joinText(message.content);
  if (message.role === 'user') {
    const images = message.content.flatMap((block) => (block.type === 'image' ? [block.data] : []));
    return [{ role: 'user', content, ...(images.length === 0 ? {} : { images }) }];
  }
  const calls = message.content.flatMap((block) =>
    block.type === 'toolCall' ? [{ function: { name: block.name, arguments: block.arguments } }] : [],
  );
  if (content === '' && calls.length === 0) return [];
  return [{ role: 'assistant', content, ...(calls.length === 0 ? {} : { tool_calls: calls }) }];
}

function toTool({ name, description, input }: ToolSpec): Tool {
  // The client's type has fewer fields of JSON Schema than the server accepts.
  const parameters = input as NonNullable<Tool['function']['parameters']>;
  return { type: 'function', function: { name, description, parameters } };
}
