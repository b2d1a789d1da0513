// One call to OpenAI's Responses API.
import type {
  Response as ModelResponse,
  ResponseFunctionToolCall,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseReasoningItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';

import type { StopReason, Usage } from '#contract/types/content.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from '../answer-collector.ts';
import type { WireReader } from '../stream-call.ts';
import { readTokenCount } from '../token-count.ts';
import { reasoningSignature } from './responses-request.ts';

/** Reads one response. */
export class ResponsesCall implements WireReader<ResponseStreamEvent> {
  usage: Usage | undefined;
  stopReason: StopReason | undefined;
  readonly #collector: AnswerCollector;
  readonly #calls = new Set<number>();
  /** Items with deltas. What else an item contains when it is done repeats them. */
  readonly #streamed = new Set<number>();
  #refused = false;

  constructor(collector: AnswerCollector) {
    this.#collector = collector;
  }

  take(event: ResponseStreamEvent): ModelEvent | readonly ModelEvent[] | undefined {
    if (event.type.endsWith('.delta') && 'output_index' in event) this.#streamed.add(event.output_index);
    switch (event.type) {
      case 'response.output_text.delta':
        return this.#collector.text(event.output_index, event.delta);
      case 'response.refusal.delta':
        this.#refused = true;
        return this.#collector.text(event.output_index, event.delta);
      case 'response.reasoning_summary_text.delta':
      case 'response.reasoning_text.delta':
        return this.#collector.thinking(event.output_index, event.delta);
      case 'response.output_item.added':
        return this.#begin(event.output_index, event.item);
      case 'response.function_call_arguments.delta':
        return this.#collector.toolArguments(event.output_index, event.delta);
      case 'response.output_item.done':
        return this.#finish(event.output_index, event.item);
      case 'response.completed':
      case 'response.incomplete':
      case 'response.failed':
        return this.#end(event.response);
      default:
        // Events that repeat or announce those above, and events newer than this SDK.
        return undefined;
    }
  }

  #begin(index: number, item: ResponseOutputItem): ModelEvent | undefined {
    if (item.type !== 'function_call' || this.#calls.has(index)) return undefined;
    this.#calls.add(index);
    return this.#collector.toolCall(index, item.call_id, item.name);
  }

  /** An item can arrive as a whole. */
  #finish(index: number, item: ResponseOutputItem): readonly ModelEvent[] {
    const isNew = !this.#streamed.has(index);
    this.#streamed.add(index);
    if (item.type === 'reasoning') return this.#finishReasoning(index, item, isNew);
    if (item.type === 'function_call') return this.#finishCall(index, item, isNew);
    return item.type === 'message' && isNew ? item.content.flatMap((part) => this.#addPart(index, part)) : [];
  }

  #finishReasoning(index: number, item: ResponseReasoningItem, isNew: boolean): readonly ModelEvent[] {
    const summary: readonly { readonly text: string }[] | undefined = isNew ? item.summary : [];
    const events = (summary ?? []).map(({ text }) => this.#collector.thinking(index, text));
    if (typeof item.encrypted_content === 'string')
      this.#collector.signature(index, reasoningSignature(item.id, item.encrypted_content));
    return events;
  }

  #finishCall(index: number, item: ResponseFunctionToolCall, isNew: boolean): readonly ModelEvent[] {
    const begin = this.#begin(index, item);
    const input: unknown = item.arguments;
    // Some servers send the arguments as an object.
    const json = typeof input === 'string' ? input : JSON.stringify(input ?? {});
    const text = isNew ? this.#collector.toolArguments(index, json) : undefined;
    return [begin, text].filter((event) => event !== undefined);
  }

  #addPart(index: number, part: ResponseOutputMessage['content'][number]): readonly ModelEvent[] {
    if (part.type === 'output_text') return [this.#collector.text(index, part.text)];
    this.#refused = true;
    return [this.#collector.text(index, part.refusal)];
  }

  #end(response: ModelResponse): readonly ModelEvent[] {
    this.usage = readUsage(response.usage) ?? this.usage;
    if (response.status === 'failed') throw serverFault(response.error);
    // Some servers send items only here.
    const output: readonly ResponseOutputItem[] | undefined = response.output;
    const events = this.#streamed.size > 0 ? [] : (output ?? []).flatMap((item, index) => this.#finish(index, item));
    this.stopReason = this.#readStop(response);
    return events;
  }

  #readStop(response: ModelResponse): StopReason {
    const reason = response.incomplete_details?.reason;
    if (reason === 'max_output_tokens') return 'length';
    if (reason === 'content_filter' || this.#refused) return 'refusal';
    return this.#calls.size > 0 ? 'toolUse' : 'stop';
  }
}

/** Failed responses, and those of some servers, have null as their usage. */
function readUsage(usage: unknown): Usage | undefined {
  if (!isJsonObject(usage)) return undefined;
  const details = usage['input_tokens_details'];
  const cached = (isJsonObject(details) && readTokenCount(details['cached_tokens'])) || 0;
  const input = readTokenCount(usage['input_tokens']) ?? 0;
  const output = readTokenCount(usage['output_tokens']) ?? 0;
  return { input: Math.max(0, input - cached), output, cacheRead: cached, cacheWrite: 0 };
}

/** Has the shape of the errors that the SDK throws. */
function serverFault(error: { readonly message: string; readonly code: string | null } | null): Error {
  return Object.assign(new Error(error?.message ?? 'The response failed.'), { type: error?.code ?? 'server_error' });
}
