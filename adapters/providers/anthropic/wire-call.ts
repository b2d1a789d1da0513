// One call to the Messages API, read from the raw event stream.
import type { MessageDeltaUsage, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages/messages';

import type { StopReason, Usage } from '#contract/types/content.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from '../answer-collector.ts';
import type { WireReader } from '../stream-call.ts';

type BlockStart = Extract<RawMessageStreamEvent, { type: 'content_block_start' }>;
type BlockDelta = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>;

const STOP_REASONS: Readonly<Record<string, StopReason>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  tool_use: 'toolUse',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'refusal',
};

/** Reads one streamed message. */
export class AnthropicCall implements WireReader<RawMessageStreamEvent> {
  usage: Usage | undefined;
  readonly #collector: AnswerCollector;
  #stop: string | undefined;
  #closed = false;
  /** Inputs that arrived with the start of their block. They count if no deltas follow. */
  readonly #inputs = new Map<number, unknown>();

  constructor(collector: AnswerCollector) {
    this.#collector = collector;
  }

  take(event: RawMessageStreamEvent): ModelEvent | undefined {
    switch (event.type) {
      case 'content_block_delta':
        return this.#delta(event);
      case 'content_block_start':
        return this.#start(event);
      case 'message_start':
        this.#count(event.message.usage);
        return undefined;
      case 'message_delta':
        this.#count(event.usage);
        this.#stop = event.delta.stop_reason ?? this.#stop;
        return undefined;
      case 'content_block_stop':
        return this.#addInput(event.index);
      case 'message_stop':
        this.#closed = true;
        return undefined;
      default:
        // An event that needs no action, or that is newer than this SDK.
        return undefined;
    }
  }

  get stopReason(): StopReason | undefined {
    if (!this.#closed && this.#stop === undefined) return undefined;
    return STOP_REASONS[this.#stop ?? 'end_turn'] ?? 'stop';
  }

  #start({ index, content_block: block }: BlockStart): ModelEvent | undefined {
    if (block.type === 'tool_use') {
      this.#inputs.set(index, block.input);
      return this.#collector.toolCall(index, block.id, block.name);
    }
    if (block.type === 'redacted_thinking') this.#collector.redactedThinking(index, block.data);
    if (block.type === 'text' && block.text !== '') return this.#collector.text(index, block.text);
    return undefined;
  }

  #delta({ index, delta }: BlockDelta): ModelEvent | undefined {
    if (delta.type === 'text_delta') return this.#collector.text(index, delta.text);
    if (delta.type === 'input_json_delta') {
      if (delta.partial_json !== '') this.#inputs.delete(index);
      return this.#collector.toolArguments(index, delta.partial_json);
    }
    if (delta.type === 'thinking_delta') return this.#collector.thinking(index, delta.thinking);
    if (delta.type === 'signature_delta') this.#collector.signature(index, delta.signature);
    return undefined;
  }

  end(): readonly ModelEvent[] {
    return [...this.#inputs.keys()].flatMap((index) => this.#addInput(index) ?? []);
  }

  #addInput(index: number): ModelEvent | undefined {
    const input = this.#inputs.get(index);
    this.#inputs.delete(index);
    if (!isJsonObject(input) || Object.keys(input).length === 0) return undefined;
    return this.#collector.toolArguments(index, JSON.stringify(input));
  }

  /** Later counts replace earlier ones; missing fields keep their values. */
  #count(usage: Partial<MessageDeltaUsage> | undefined): void {
    if (usage === undefined) return;
    this.usage = {
      input: usage.input_tokens ?? this.usage?.input ?? 0,
      output: usage.output_tokens ?? this.usage?.output ?? 0,
      cacheRead: usage.cache_read_input_tokens ?? this.usage?.cacheRead ?? 0,
      cacheWrite: usage.cache_creation_input_tokens ?? this.usage?.cacheWrite ?? 0,
    };
  }
}
