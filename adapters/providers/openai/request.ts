// Converts a conversation to a chat completion request that OpenAI and compatible servers accept.
import { takeStart } from '#contract/types/truncate-text.ts';
import type {
  ChatCompletionContentPart,
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
} from 'openai/resources/chat/completions';

import type { Block, ToolCallBlock } from '#contract/types/content.ts';
import type { ModelMessage, ModelRequest, ToolSpec } from '#core/ports/provider.ts';

import { dataUrl, joinSystem, joinText, resultText, withContext } from '../conversation.ts';
import { readAttached } from './call-assembler.ts';
import { describeOpenAi, refusesReasoningWithTools } from './models.ts';
import { DETAILS_FIELD, readDetails } from './reasoning-details.ts';
import { REASONING_FIELDS } from './wire-call.ts';

/** The kind of server. Compatible servers reject some parameters of OpenAI. */
export type Dialect = 'openai' | 'compatible';

/** Maximum length of a cache key, characters. */
export const CACHE_KEY_LENGTH = 64;

/** The kind of server, and what it turned out to require or reject. */
export interface ServerTraits {
  readonly dialect: Dialect;
  /** Fields of the request that it rejects. */
  readonly rejected: ReadonlySet<string>;
  /** Whether it requires the reasoning of all earlier messages, even if there was none. */
  readonly requiresReasoning: boolean;
}

/** The request of one call to provider `id`. */
export function openAiRequest(
  id: string,
  request: ModelRequest,
  traits: ServerTraits,
): ChatCompletionCreateParamsStreaming {
  const { dialect, rejected } = traits;
  // The SDK marks the older name as deprecated, but compatible servers require it.
  const limitName = dialect === 'openai' || rejected.has('max_tokens') ? 'max_completion_tokens' : 'max_tokens';
  const whole = { ...request, messages: withContext(request) };
  const { system, messages } = rejected.has(SYSTEM_ROLE) ? withoutSystem(whole) : whole;
  const fields: ChatCompletionCreateParamsStreaming = {
    model: request.model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      ...systemMessages(system),
      ...messages.flatMap((message) =>
        toMessages(message, toReasoningFields(id, message, traits), isFrom(id, message)),
      ),
    ],
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(toTool) }),
    ...(rejected.has(limitName) ? {} : { [limitName]: request.maxOutput }),
    ...(dialect === 'openai' ? { prompt_cache_key: takeStart(request.sessionKey, CACHE_KEY_LENGTH) } : {}),
    ...reasoning(request),
  };
  for (const name of OPTIONAL_FIELDS) if (rejected.has(name)) delete fields[name];
  return fields;
}

/** Fields without which a call still works. A server may reject them. */
export const OPTIONAL_FIELDS = ['stream_options', 'prompt_cache_key', 'reasoning_effort'] as const;

/** Reasoning goes back under the name under which it came. Some servers require it with tool calls, others reject it. */
function toReasoningFields(id: string, message: ModelMessage, { rejected, requiresReasoning }: ServerTraits) {
  if (message.role !== 'assistant') return {};
  const block = message.content.find((one) => one.type === 'thinking');
  const details = message.provider === id && !rejected.has(DETAILS_FIELD) ? readDetails(block?.signature) : undefined;
  if (details !== undefined) return { [DETAILS_FIELD]: details };
  const field = REASONING_FIELDS.find((name) => message.provider === id && name === block?.signature);
  if (requiresReasoning) return { [field ?? REASONING_FIELDS[0]]: block?.thinking ?? '' };
  const hasCalls = message.content.some((one) => one.type === 'toolCall');
  return field === undefined || !hasCalls || rejected.has(field) ? {} : { [field]: block?.thinking };
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

/** What a server rejects if it has no system messages. */
export const SYSTEM_ROLE = 'role "system"';

/** The first message is the user's, see `repair-conversation.ts`. */
function withoutSystem(request: ModelRequest): Pick<ModelRequest, 'system' | 'messages'> {
  const instructions: Block = { type: 'text', text: joinSystem(request.system) };
  const [first, ...rest] = request.messages;
  if (first?.role !== 'user' || instructions.text === '') return { ...request, system: [] };
  return { system: [], messages: [{ role: 'user', content: [instructions, ...first.content] }, ...rest] };
}

function systemMessages(system: ModelRequest['system']): ChatCompletionMessageParam[] {
  const content = joinSystem(system);
  return content === '' ? [] : [{ role: 'system', content }];
}

/** Whether a message is an answer of provider `id`. */
function isFrom(id: string, message: ModelMessage): boolean {
  return message.role === 'assistant' && message.provider === id;
}

function toMessages(message: ModelMessage, reasoningFields: object, isOwn: boolean): ChatCompletionMessageParam[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: userContent(message.content) }];
    case 'assistant':
      return assistantMessages(message.content, reasoningFields, isOwn);
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

function assistantMessages(
  content: readonly Block[],
  reasoningFields: object,
  isOwn: boolean,
): ChatCompletionMessageParam[] {
  const text = joinText(content);
  const calls = content.flatMap((block) => (block.type === 'toolCall' ? [toCall(block, isOwn)] : []));
  if (text === '' && calls.length === 0) return [];
  const toolCalls = calls.length === 0 ? {} : { tool_calls: calls };
  return [{ role: 'assistant', content: text === '' ? null : text, ...reasoningFields, ...toolCalls }];
}

/** What a server attached to its own call goes back to it. */
function toCall(block: ToolCallBlock, isOwn: boolean): ChatCompletionMessageToolCall {
  const call = { name: block.name, arguments: JSON.stringify(block.arguments) };
  return { id: block.id, type: 'function', function: call, ...(isOwn ? readAttached(block.signature) : {}) };
}
