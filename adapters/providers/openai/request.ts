// From our conversation to a chat completion request that OpenAI and compatible servers accept.
import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions';

import type { Block } from '#contract/types/content.ts';
import type { ModelMessage, ModelRequest } from '#core/ports/provider.ts';

import { pairToolCalls, textOf } from '../conversation.ts';
import { describeOpenAi, refusesReasoningWithTools } from './models.ts';

/** Which server is asked: its own knows parameters that others refuse. */
export type Dialect = 'openai' | 'compatible';

/** Longest cache key that OpenAI takes, characters. */
export const CACHE_KEY_LENGTH = 64;
const LIMIT_NAME = { openai: 'max_completion_tokens', compatible: 'max_tokens' } as const;

/** The request of one call. */
export function openAiRequest(dialect: Dialect, request: ModelRequest): ChatCompletionCreateParamsStreaming {
  return {
    model: request.model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [...systemMessages(request.system), ...pairToolCalls(request.messages).flatMap(toMessages)],
    ...(request.tools.length === 0
      ? {}
      : {
          tools: request.tools.map(
            (tool) =>
              ({
                type: 'function',
                function: { name: tool.name, description: tool.description, parameters: tool.input },
              }) as const,
          ),
        }),
    // The SDK marks the older name as deprecated, but it is the one that compatible servers know.
    [LIMIT_NAME[dialect]]: request.maxOutput,
    ...(dialect === 'openai' ? { prompt_cache_key: request.sessionKey.slice(0, CACHE_KEY_LENGTH) } : {}),
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

function systemMessages(parts: readonly string[]): ChatCompletionMessageParam[] {
  const text = parts.filter((part) => part !== '').join('\n\n');
  return text === '' ? [] : [{ role: 'system', content: text }];
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
        content: result.isError ? `Error: ${result.text}` : result.text,
      }));
  }
}

function userContent(content: readonly Block[]): string | ChatCompletionContentPart[] {
  if (!content.some((block) => block.type === 'image')) return textOf(content);
  return content.flatMap((block): ChatCompletionContentPart[] => {
    if (block.type === 'text') return [{ type: 'text', text: block.text }];
    if (block.type === 'image')
      return [{ type: 'image_url', image_url: { url: `data:${block.mimeType};base64,${block.data}` } }];
    return [];
  });
}

function assistantMessages(content: readonly Block[]): ChatCompletionMessageParam[] {
  const text = textOf(content);
  const calls = content.flatMap((block): ChatCompletionMessageToolCall[] =>
    block.type === 'toolCall'
      ? [{ id: block.id, type: 'function', function: { name: block.name, arguments: JSON.stringify(block.arguments) } }]
      : [],
  );
  if (text === '' && calls.length === 0) return [];
  return [
    { role: 'assistant', content: text === '' ? null : text, ...(calls.length === 0 ? {} : { tool_calls: calls }) },
  ];
}
