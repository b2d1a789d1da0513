// One call to the Messages API, read from the raw event stream.
import type { RawMessageStreamEvent, ThinkingBlock } from '@anthropic-ai/sdk/resources/messages/messages';

import type { StopReason, Usage } from '#contract/types/content.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from '../answer-collector.ts';
import type { WireReader } from '../stream-call.ts';
import { readTokenCount } from '../token-count.ts';

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
  readonly #inputs = new Map<string, unknown>();
  /** The block that each index means. Some proxies give all blocks the same one. */
  readonly #keys = new Map<number, string>();
  #blocks = 0;

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
        return this.#addInput(this.#toKey(event.index));
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
    this.#blocks += 1;
    const key = `${index} ${this.#blocks}`;
    this.#keys.set(index, key);
    switch (block.type) {
      case 'tool_use':
        this.#inputs.set(key, block.input);
        return this.#collector.toolCall(key, block.id, block.name);
      case 'redacted_thinking':
        this.#collector.redactedThinking(key, block.data);
        return undefined;
      case 'thinking':
        return this.#startThinking(key, block);
      case 'text':
        return block.text === '' ? undefined : this.#collector.text(key, block.text);
      default:
        return undefined;
    }
  }

  /** Servers of other models omit the signature, or send null. */
  #startThinking(key: string, block: { readonly [Field in keyof ThinkingBlock]?: unknown }): ModelEvent | undefined {
    const { thinking, signature } = block;
    if (typeof signature === 'string' && signature !== '') this.#collector.signature(key, signature);
    return typeof thinking === 'string' && thinking !== '' ? this.#collector.thinking(key, thinking) : undefined;
  }

  #delta({ index, delta }: BlockDelta): ModelEvent | undefined {
    const key = this.#toKey(index);
    if (delta.type === 'text_delta') return this.#collector.text(key, delta.text);
    if (delta.type === 'input_json_delta') {
      if (delta.partial_json !== '') this.#inputs.delete(key);
      return this.#collector.toolArguments(key, delta.partial_json);
    }
    if (delta.type === 'thinking_delta') return this.#collector.thinking(key, delta.thinking);
    if (delta.type === 'signature_delta') this.#collector.signature(key, delta.signature);
    return undefined;
  }

  #toKey(index: number): string {
    return this.#keys.get(index) ?? String(index);
  }

  end(): readonly ModelEvent[] {
    return [...this.#inputs.keys()].flatMap((key) => this.#addInput(key) ?? []);
  }

  #addInput(key: string): ModelEvent | undefined {
    const input = this.#inputs.get(key);
    this.#inputs.delete(key);
    if (!isJsonObject(input) || Object.keys(input).length === 0) return undefined;
    return this.#collector.toolArguments(key, JSON.stringify(input));
  }

  /** Later counts replace earlier ones; missing fields keep their values. */
  #count(usage: unknown): void {
    if (!isJsonObject(usage)) return;
    this.usage = {
      input: readTokenCount(usage['input_tokens']) ?? this.usage?.input ?? 0,
      output: readTokenCount(usage['output_tokens']) ?? this.usage?.output ?? 0,
      cacheRead: readTokenCount(usage['cache_read_input_tokens']) ?? this.usage?.cacheRead ?? 0,
      cacheWrite: readTokenCount(usage['cache_creation_input_tokens']) ?? this.usage?.cacheWrite ?? 0,
    };
  }
}
