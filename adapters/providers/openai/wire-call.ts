// One streamed chat completion. Tolerates differences of compatible servers: calls without an index or ID, two names for
// reasoning, and missing usage.
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';

import type { StopReason, Usage } from '#contract/types/content.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from '../answer-collector.ts';
import type { WireReader } from '../stream-call.ts';

type Delta = ChatCompletionChunk.Choice.Delta & { readonly reasoning_content?: unknown; readonly reasoning?: unknown };
type CallDelta = ChatCompletionChunk.Choice.Delta.ToolCall;

const STOP_REASONS: Readonly<Record<string, StopReason>> = {
  stop: 'stop',
  tool_calls: 'toolUse',
  function_call: 'toolUse',
  length: 'length',
  content_filter: 'refusal',
};

/** Reads one chat completion. */
export class OpenAiCall implements WireReader<ChatCompletionChunk> {
  usage: Usage | undefined;
  readonly #collector: AnswerCollector;
  #finish: string | undefined;
  #calls = 0;
  #lastCall = '';

  constructor(collector: AnswerCollector) {
    this.#collector = collector;
  }

  take(chunk: ChatCompletionChunk): ModelEvent | readonly ModelEvent[] | undefined {
    if (chunk.usage !== undefined && chunk.usage !== null) this.#count(chunk.usage);
    // Compatible servers omit some parts.
    const choice = (chunk.choices as typeof chunk.choices | undefined)?.[0];
    if (choice === undefined) return undefined;
    this.#finish = choice.finish_reason ?? this.#finish;
    const delta = choice.delta as Delta | undefined;
    if (delta === undefined) return undefined;
    if (delta.tool_calls !== undefined && delta.tool_calls !== null)
      return delta.tool_calls.flatMap((call) => this.#call(call));
    if (typeof delta.content === 'string' && delta.content !== '') return this.#collector.text('text', delta.content);
    const reasoning = delta.reasoning_content ?? delta.reasoning;
    return typeof reasoning === 'string' && reasoning !== ''
      ? this.#collector.thinking('thinking', reasoning)
      : undefined;
  }

  get stopReason(): StopReason | undefined {
    if (this.#finish === undefined) return undefined;
    // Some servers return `stop` even if the message has tool calls.
    if (this.#calls > 0 && this.#finish === 'stop') return 'toolUse';
    return STOP_REASONS[this.#finish] ?? 'stop';
  }

  #call(call: CallDelta): readonly ModelEvent[] {
    const key = this.#toKey(call);
    const events: ModelEvent[] = [];
    if (!this.#collector.has(key)) {
      this.#calls += 1;
      events.push(
        this.#collector.toolCall(key, call.id ?? `call_${globalThis.crypto.randomUUID()}`, call.function?.name ?? ''),
      );
    }
    const text = call.function?.arguments;
    const more = typeof text === 'string' && text !== '' ? this.#collector.toolArguments(key, text) : undefined;
    if (more !== undefined) events.push(more);
    return events;
  }

  #toKey(call: CallDelta): string {
    const index = call.index as number | undefined;
    if (index !== undefined) return `call ${index}`;
    const beginsNew = call.id !== undefined || call.function?.name !== undefined;
    if (beginsNew) this.#lastCall = `call ${call.id ?? `number ${this.#calls}`}`;
    return this.#lastCall;
  }

  #count(usage: NonNullable<ChatCompletionChunk['usage']>): void {
    const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
    this.usage = {
      input: Math.max(0, (usage.prompt_tokens ?? 0) - cached),
      output: usage.completion_tokens ?? 0,
      cacheRead: cached,
      cacheWrite: 0,
    };
  }
}
