// Converts a conversation to a request of the Messages API, with cache marks after the parts that stay the same.
import type {
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  TextBlockParam,
  ThinkingConfigParam,
  Tool,
} from '@anthropic-ai/sdk/resources/messages/messages';

import type { Block } from '#contract/types/content.ts';
import { takeStart } from '#contract/types/truncate-text.ts';
import type { ModelFacts } from '#core/models/downloaded-table.ts';
import type { ThinkingStyle } from '#core/models/model-table.ts';
import type { ModelMessage, ModelRequest } from '#core/ports/provider.ts';

import { describeClaude, findThinkingStyle } from './models.ts';

type ThinkingParams = Pick<MessageCreateParamsStreaming, 'thinking' | 'output_config'>;

const CACHE = { type: 'ephemeral' } as const;
const THINKING_OFF: Readonly<Record<ThinkingStyle, ThinkingParams>> = {
  adaptive: { thinking: { type: 'disabled' } },
  budget: { thinking: { type: 'disabled' } },
  always: { output_config: { effort: 'low' } },
  unknown: {},
};
const THINKING_BUDGET = { low: 4_096, medium: 12_288, high: 32_768 } as const;
/** Minimum budget, tokens. */
const MIN_BUDGET = 1_024;
/** Longest title of a document, characters. */
const TITLE_CHARACTERS = 200;
const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/gif', 'image/webp'] as const;

/** The request of one call. `facts`: what a downloaded table says about the model. */
export function anthropicRequest(
  provider: string,
  request: ModelRequest,
  facts?: ModelFacts,
): MessageCreateParamsStreaming {
  const maxTokens = Math.min(request.maxOutput, describeClaude(provider, request.model, facts).maxOutput);
  return {
    model: request.model,
    max_tokens: maxTokens,
    stream: true,
    messages: toMessages(provider, request),
    ...(request.system.length === 0 ? {} : { system: toSystem(request.system) }),
    ...(request.tools.length === 0 ? {} : { tools: toTools(request.tools) }),
    ...thinking(request.thinking, findThinkingStyle(request.model), maxTokens),
  };
}

function thinking(level: ModelRequest['thinking'], style: ThinkingStyle, maxTokens: number): ThinkingParams {
  if (level === 'off') return THINKING_OFF[style];
  if (style === 'budget') return budget(THINKING_BUDGET[level], maxTokens);
  return { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: level } };
}

/** Thinking counts toward `max_tokens`, so half of it is kept for the answer. */
function budget(wanted: number, maxTokens: number): { thinking?: ThinkingConfigParam } {
  const tokens = Math.min(wanted, Math.floor(maxTokens / 2));
  return tokens < MIN_BUDGET ? {} : { thinking: { type: 'enabled', budget_tokens: tokens } };
}

function toSystem(parts: readonly string[]): TextBlockParam[] {
  const blocks = parts.filter((text) => text !== '').map((text): TextBlockParam => ({ type: 'text', text }));
  return markLast(blocks);
}

function toTools(tools: ModelRequest['tools']): Tool[] {
  return markLast(
    tools.map((tool): Tool => {
      const schema: Tool.InputSchema = { ...tool.input, type: 'object' };
      return { name: tool.name, description: tool.description, input_schema: schema };
    }),
  );
}

/** Everything before the mark is cached for a few minutes, which reduces its price to a tenth. */
function markLast<T extends { cache_control?: typeof CACHE | object | null }>(blocks: T[]): T[] {
  const last = blocks.at(-1);
  if (last !== undefined) last.cache_control = CACHE;
  return blocks;
}

function toMessages(provider: string, { messages, context }: ModelRequest): MessageParam[] {
  const turns: { role: 'user' | 'assistant'; content: ContentBlockParam[] }[] = [];
  for (const message of messages) {
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const content = toContent(provider, message);
    if (content.length === 0) continue;
    const last = turns.at(-1);
    // Tool results and the text after them must be in the same turn.
    if (last !== undefined && last.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  markEnds(turns);
  // After the marks, so that the next request finds everything before it in the cache.
  if (context !== undefined) turns.at(-1)?.content.push({ type: 'text', text: context });
  return turns;
}

/** Marks the last two user turns: the previous one is read from the cache, the newest one is written to it. */
function markEnds(turns: readonly { readonly role: string; readonly content: ContentBlockParam[] }[]): void {
  const users = turns.filter((turn) => turn.role === 'user').slice(-2);
  for (const turn of users) {
    const block = turn.content.at(-1);
    if (block === undefined || block.type === 'thinking' || block.type === 'redacted_thinking') continue;
    Object.assign(block, { cache_control: CACHE });
  }
}

function toContent(provider: string, message: ModelMessage): ContentBlockParam[] {
  if (message.role === 'tool')
    return message.results.map(({ callId, text, isError }) => ({
      type: 'tool_result',
      tool_use_id: safeId(callId),
      content: text === '' ? '(no output)' : text,
      is_error: isError,
    }));
  const keepThinking = message.role === 'assistant' && message.provider === provider;
  return message.content.flatMap((block) => toBlock(block, keepThinking));
}

function toBlock(block: Block, keepThinking: boolean): ContentBlockParam[] {
  switch (block.type) {
    case 'text':
      return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    case 'image':
      return [imageBlock(block)];
    case 'pdf':
      return [
        {
          type: 'document',
          source: { type: 'base64', media_type: 'application/pdf', data: block.data },
          title: takeStart(block.name, TITLE_CHARACTERS),
        },
      ];
    case 'toolCall':
      return [{ type: 'tool_use', id: safeId(block.id), name: block.name, input: block.arguments }];
    case 'thinking':
      if (!keepThinking) return [];
      if (block.redacted !== undefined) return [{ type: 'redacted_thinking', data: block.redacted }];
      return block.signature === undefined
        ? []
        : [{ type: 'thinking', thinking: block.thinking, signature: block.signature }];
  }
}

function imageBlock(block: Extract<Block, { type: 'image' }>): ContentBlockParam {
  const mediaType = IMAGE_TYPES.find((type) => type === block.mimeType);
  if (mediaType === undefined)
    return { type: 'text', text: `[image of type ${block.mimeType}, which this model can't read]` };
  return { type: 'image', source: { type: 'base64', media_type: mediaType, data: block.data } };
}

/** IDs of other providers can contain characters that this API rejects. */
function safeId(id: string): string {
  return id.replaceAll(/[^a-zA-Z0-9_-]/g, '_');
}
