// Converts a conversation to a request for OpenAI's Responses API, which its reasoning models require for tools. The server
// stores nothing: it returns encrypted reasoning, which the next call sends back.
import { takeStart } from '#contract/types/truncate-text.ts';
import type {
  ResponseCreateParamsStreaming,
  ResponseInputContent,
  ResponseInputItem,
} from 'openai/resources/responses/responses';

import type { Block } from '#contract/types/content.ts';
import type { ModelMessage, ModelRequest, ToolSpec } from '#core/ports/provider.ts';

import { dataUrl, joinSystem, resultText, withContext } from '../conversation.ts';
import { CACHE_KEY_LENGTH } from './request.ts';

/** The request of one call. */
export function responsesRequest(provider: string, request: ModelRequest): ResponseCreateParamsStreaming {
  return {
    model: request.model,
    stream: true,
    store: false,
    include: ['reasoning.encrypted_content'],
    instructions: joinSystem(request.system),
    input: withContext(request).flatMap((message) => toItems(provider, message)),
    max_output_tokens: request.maxOutput,
    prompt_cache_key: takeStart(request.sessionKey, CACHE_KEY_LENGTH),
    // All reasoning models support `low`, but some can't disable reasoning.
    reasoning: { effort: request.thinking === 'off' ? 'low' : request.thinking },
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(toTool) }),
  };
}

function toTool({ name, description, input }: ToolSpec) {
  return { type: 'function', name, description, parameters: { ...input }, strict: false } as const;
}

function toItems(provider: string, message: ModelMessage): ResponseInputItem[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: message.content.flatMap(toInput) }];
    case 'tool':
      return message.results.map((result) => ({
        type: 'function_call_output',
        call_id: result.callId,
        output: resultText(result),
      }));
    case 'assistant':
      return message.content.flatMap((block, index) => toOutput(message, block, index, provider));
  }
}

function toInput(block: Block): ResponseInputContent[] {
  if (block.type === 'text') return [{ type: 'input_text', text: block.text }];
  if (block.type !== 'image') return [];
  return [{ type: 'input_image', image_url: dataUrl(block), detail: 'auto' }];
}

type AssistantMessage = Extract<ModelMessage, { role: 'assistant' }>;

function toOutput(message: AssistantMessage, block: Block, index: number, provider: string): ResponseInputItem[] {
  if (block.type === 'text') return block.text === '' ? [] : [{ role: 'assistant', content: block.text }];
  if (block.type === 'toolCall')
    return [{ type: 'function_call', call_id: block.id, name: block.name, arguments: JSON.stringify(block.arguments) }];
  // The server rejects reasoning that nothing follows, and reasoning of other providers.
  const isLast = index === message.content.length - 1;
  if (block.type !== 'thinking' || isLast || message.provider !== provider) return [];
  return toReasoning(block.signature);
}

const SEPARATOR = '\n';

/** The part of a reasoning item that the next call needs. */
export function reasoningSignature(id: string, encrypted: string): string {
  return `${id}${SEPARATOR}${encrypted}`;
}

function toReasoning(signature: string | undefined): ResponseInputItem[] {
  const at = signature?.indexOf(SEPARATOR) ?? -1;
  if (signature === undefined || at === -1) return [];
  return [{ type: 'reasoning', id: signature.slice(0, at), summary: [], encrypted_content: signature.slice(at + 1) }];
}
