// One call to OpenAI's Responses API.
import type {
  Response as ModelResponse,
  ResponseOutputItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';

import type { StopReason, Usage } from '#contract/types/content.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from '../answer-collector.ts';
import type { WireReader } from '../stream-call.ts';
import { reasoningSignature } from './responses-request.ts';

/** Reads one response. */
export class ResponsesCall implements WireReader<ResponseStreamEvent> {
  usage: Usage | undefined;
  stopReason: StopReason | undefined;
  readonly #collector: AnswerCollector;
  #calls = 0;
  #refused = false;

  constructor(collector: AnswerCollector) {
    this.#collector = collector;
  }

  take(event: ResponseStreamEvent): ModelEvent | undefined {
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
    if (item.type !== 'function_call') return undefined;
    this.#calls += 1;
    return this.#collector.toolCall(index, item.call_id, item.name);
  }

  #finish(index: number, item: ResponseOutputItem): ModelEvent | undefined {
    const encrypted = item.type === 'reasoning' ? item.encrypted_content : undefined;
    if (item.type === 'reasoning' && typeof encrypted === 'string')
      this.#collector.signature(index, reasoningSignature(item.id, encrypted));
    return undefined;
  }

  #end(response: ModelResponse): undefined {
    const { usage } = response;
    if (usage !== undefined) {
      const cached = usage.input_tokens_details?.cached_tokens ?? 0;
      this.usage = {
        input: Math.max(0, usage.input_tokens - cached),
        output: usage.output_tokens,
        cacheRead: cached,
        cacheWrite: 0,
      };
    }
    if (response.status === 'failed') throw serverFault(response.error);
    this.stopReason = this.#readStop(response);
    return undefined;
  }

  #readStop(response: ModelResponse): StopReason {
    const reason = response.incomplete_details?.reason;
    if (reason === 'max_output_tokens') return 'length';
    if (reason === 'content_filter' || this.#refused) return 'refusal';
    return this.#calls > 0 ? 'toolUse' : 'stop';
  }
}

/** Has the shape of the errors that the SDK throws. */
function serverFault(error: ModelResponse['error']): Error {
  return Object.assign(new Error(error?.message ?? 'The response failed.'), { type: error?.code ?? 'server_error' });
}
