// One streamed chat call to Ollama. Tool calls arrive complete, or as text from models that don't support them.
import type { ChatResponse } from 'ollama';

import type { StopReason, Usage } from '#contract/types/content.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from '../answer-collector.ts';
import type { WireReader } from '../stream-call.ts';
import { ThinkTags } from '../think-tags.ts';
import { writtenCalls } from './tool-text.ts';

/** Reads one response. */
export class OllamaCall implements WireReader<ChatResponse> {
  usage: Usage | undefined;
  stopReason: StopReason | undefined;
  readonly #collector: AnswerCollector;
  readonly #tools: readonly string[];
  readonly #tags: ThinkTags;
  #calls = 0;

  constructor(collector: AnswerCollector, tools: readonly string[]) {
    this.#collector = collector;
    this.#tools = tools;
    this.#tags = new ThinkTags(collector);
  }

  take(chunk: ChatResponse): readonly ModelEvent[] | undefined {
    const events: ModelEvent[] = [];
    const message = chunk.message as ChatResponse['message'] | undefined;
    if (message?.thinking) events.push(this.#collector.thinking('thinking', message.thinking));
    if (message?.content) events.push(...this.#tags.text(message.content));
    for (const call of message?.tool_calls ?? [])
      events.push(...this.#call(call.function.name, call.function.arguments));
    if (chunk.done) events.push(...this.#end(chunk));
    return events.length === 0 ? undefined : events;
  }

  #call(name: string, input: unknown): readonly ModelEvent[] {
    const key = `call ${this.#calls}`;
    this.#calls += 1;
    const begin = this.#collector.toolCall(key, `call_${globalThis.crypto.randomUUID()}`, name);
    const text = this.#collector.toolArguments(key, typeof input === 'string' ? input : JSON.stringify(input ?? {}));
    return text === undefined ? [begin] : [begin, text];
  }

  #end(chunk: ChatResponse): readonly ModelEvent[] {
    this.usage = { input: chunk.prompt_eval_count ?? 0, output: chunk.eval_count ?? 0, cacheRead: 0, cacheWrite: 0 };
    const held = this.#tags.end();
    const written =
      this.#calls === 0 && this.#tools.length > 0 ? writtenCalls(this.#collector.textSoFar(), this.#tools) : [];
    if (written.length > 0) this.#collector.dropText();
    const events = [...held, ...written.flatMap((call) => this.#call(call.name, call.arguments))];
    this.stopReason = this.#calls > 0 ? 'toolUse' : chunk.done_reason === 'length' ? 'length' : 'stop';
    return events;
  }
}
