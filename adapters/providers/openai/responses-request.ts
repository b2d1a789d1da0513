// From our conversation to OpenAI's Responses API, which its reasoning models need for tools. Nothing is kept at the
// server: reasoning comes back encrypted and is sent along with the next call.
import type {
  ResponseCreateParamsStreaming,
  ResponseInputContent,
  ResponseInputItem,
} from 'openai/resources/responses/responses';

import type { Block } from '#contract/types/content.ts';
import type { ModelMessage, ModelRequest } from '#core/ports/provider.ts';

import { pairToolCalls } from '../conversation.ts';
import { CACHE_KEY_LENGTH } from './request.ts';

/** The request of one call. */
export function responsesRequest(provider: string, request: ModelRequest): ResponseCreateParamsStreaming {
  return {
    model: request.model,
    stream: true,
    store: false,
    include: ['reasoning.encrypted_content'],
    instructions: request.system.filter((part) => part !== '').join('\n\n'),
    input: pairToolCalls(request.messages).flatMap((message) => toItems(provider, message)),
    max_output_tokens: request.maxOutput,
    prompt_cache_key: request.sessionKey.slice(0, CACHE_KEY_LENGTH),
    // Every reasoning model knows `low`; not every one can do without.
    reasoning: { effort: request.thinking === 'off' ? 'low' : request.thinking },
    ...(request.tools.length === 0 ? {} : { tools: request.tools.map(toTool) }),
  };
}

function toTool(tool: ModelRequest['tools'][number]) {
  return {
    type: 'function',
    name: tool.name,
    description: tool.description,
    parameters: { ...tool.input },
    strict: false,
  } as const;
}

function toItems(provider: string, message: ModelMessage): ResponseInputItem[] {
  switch (message.role) {
    case 'user':
      return [{ role: 'user', content: message.content.flatMap(toInput) }];
    case 'tool':
      return message.results.map(({ callId, text, isError }) => ({
        type: 'function_call_output',
        call_id: callId,
        output: isError ? `Error: ${text}` : text,
      }));
    case 'assistant':
      return message.content.flatMap((block, index) => toOutput(message, block, index, provider));
  }
}

function toInput(block: Block): ResponseInputContent[] {
  if (block.type === 'text') return [{ type: 'input_text', text: block.text }];
  if (block.type !== 'image') return [];
  return [{ type: 'input_image', image_url: `data:${block.mimeType};base64,${block.data}`, detail: 'auto' }];
}

type AssistantMessage = Extract<ModelMessage, { role: 'assistant' }>;

function toOutput(message: AssistantMessage, block: Block, index: number, provider: string): ResponseInputItem[] {
  if (block.type === 'text') return block.text === '' ? [] : [{ role: 'assistant', content: block.text }];
  if (block.type === 'toolCall')
    return [{ type: 'function_call', call_id: block.id, name: block.name, arguments: JSON.stringify(block.arguments) }];
  // Reasoning is refused when nothing follows that came of it, and by another model than its own.
  const isLast = index === message.content.length - 1;
  if (block.type !== 'thinking' || isLast || message.provider !== provider) return [];
  return toReasoning(block.signature);
}

const SEPARATOR = '\n';

/** What is kept of a reasoning item between calls. */
export function reasoningSignature(id: string, encrypted: string): string {
  return `${id}${SEPARATOR}${encrypted}`;
}

function toReasoning(signature: string | undefined): ResponseInputItem[] {
  const at = signature?.indexOf(SEPARATOR) ?? -1;
  if (signature === undefined || at === -1) return [];
  return [{ type: 'reasoning', id: signature.slice(0, at), summary: [], encrypted_content: signature.slice(at + 1) }];
}
