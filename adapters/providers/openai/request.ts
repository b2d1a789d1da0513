// Converts a conversation to a chat completion request that OpenAI and compatible servers accept.
import { takeStart } from '#contract/types/truncate-text.ts';
import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions';

import type { Block } from '#contract/types/content.ts';
import type { ModelMessage, ModelRequest, ToolSpec } from '#core/ports/provider.ts';

import { dataUrl, joinSystem, joinText, pairToolCalls, resultText } from '../conversation.ts';
import { describeOpenAi, refusesReasoningWithTools } from './models.ts';

/** The kind of server. Compatible servers reject some parameters of OpenAI. */
export type Dialect = 'openai' | 'compatible';

/** Maximum length of a cache key, characters. */
export const CACHE_KEY_LENGTH = 64;
const LIMIT_NAME = { openai: 'max_completion_tokens', compatible: 'max_tokens' } as const;

/** The request of one call. */
export function openAiRequest(dialect: Dialect, request: ModelRequest): ChatCompletionCreateParamsStreaming {
  return {
    model: request.model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [...systemMessages(request), ...pairToolCalls(request.messages).flatMap(toMessages)],
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(toTool) }),
    // The SDK marks the older name as deprecated, but compatible servers require it.
    [LIMIT_NAME[dialect]]: request.maxOutput,
    ...(dialect === 'openai' ? { prompt_cache_key: takeStart(request.sessionKey, CACHE_KEY_LENGTH) } : {}),
    ...reasoning(request),
  };
}

function reasoning({
  model,
  thinking,
  tools,
}: ModelRequest): Pick<ChatCompletionCreateParamsStreaming, 'reasoning_effort'> {
  if (describeOpenAi('', model)?.reasoning !== true) return {};
  if (tools.length > 0 && refusesReasoningWithTools(model)) return { reasoning_effort: 'none' };
  return thinking === 'off' ? {} : { reasoning_effort: thinking };
}

function toTool({ name, description, input: parameters }: ToolSpec) {
  return { type: 'function', function: { name, description, parameters } } as const;
}

function systemMessages(request: ModelRequest): ChatCompletionMessageParam[] {
  const content = joinSystem(request);
  return content === '' ? [] : [{ role: 'system', content }];
}

function toMessages(message: ModelMessage): ChatCompletionMessageParam[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: userContent(message.content) }];
    case 'assistant':
      return assistantMessages(message.content);
    case 'tool':
      return message.results.map((result) => ({
        role: 'tool',
        tool_call_id: result.callId,
        content: resultText(result),
      }));
  }
}

function userContent(content: readonly Block[]): string | ChatCompletionContentPart[] {
  if (!content.some((block) => block.type === 'image')) return joinText(content);
  return content.flatMap((block): ChatCompletionContentPart[] => {
    if (block.type === 'text') return [{ type: 'text', text: block.text }];
    return block.type === 'image' ? [{ type: 'image_url', image_url: { url: dataUrl(block) } }] : [];
  });
}

function assistantMessages(content: readonly Block[]): ChatCompletionMessageParam[] {
  const text = joinText(content);
  const calls = content.flatMap((block): ChatCompletionMessageToolCall[] =>
    block.type === 'toolCall'
      ? [{ id: block.id, type: 'function', function: { name: block.name, arguments: JSON.stringify(block.arguments) } }]
      : [],
  );
  if (text === '' && calls.length === 0) return [];
  const toolCalls = calls.length === 0 ? {} : { tool_calls: calls };
  return [{ role: 'assistant', content: text === '' ? null : text, ...toolCalls }];
}
