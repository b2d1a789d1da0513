// One streamed chat completion. Reads every field of every chunk, in all the shapes that compatible servers send.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { StopReason, Usage } from '#contract/types/content.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from '../answer-collector.ts';
import type { WireReader } from '../stream-call.ts';
import { ThinkTags } from '../think-tags.ts';
import { CallAssembler } from './call-assembler.ts';
import { CHAT_END, type ChatChunk, type ChatPart } from './chat-chunks.ts';
import { readPieces, type ContentPiece } from './content-parts.ts';

const STOP_REASONS: Readonly<Record<string, StopReason>> = {
  stop: 'stop',
  tool_calls: 'toolUse',
  function_call: 'toolUse',
  length: 'length',
  max_tokens: 'length',
  content_filter: 'refusal',
};
/** Names of the field with the model's reasoning. The request sends it back under the same name. */
export const REASONING_FIELDS = ['reasoning_content', 'reasoning'] as const;
/** Reasons that aren't one: the server failed. */
const FAILED = new Set(['error', 'network_error']);

/** Reads one chat completion. */
export class OpenAiCall implements WireReader<ChatPart> {
  usage: Usage | undefined;
  readonly #collector: AnswerCollector;
  readonly #calls: CallAssembler;
  readonly #tags: ThinkTags;
  #finish: string | undefined;
  #ended = false;
  #refused = false;
  #answered = false;

  constructor(collector: AnswerCollector) {
    this.#collector = collector;
    this.#calls = new CallAssembler(collector);
    this.#tags = new ThinkTags(collector);
  }

  take(part: ChatPart): readonly ModelEvent[] | undefined {
    if (part === CHAT_END) {
      this.#ended = true;
      return undefined;
    }
    if (part['error'] !== undefined && part['error'] !== null) throw serverFault(part['error']);
    if (isJsonObject(part['usage'])) this.usage = readUsage(part['usage']);
    const choice = readChoice(part);
    if (choice === undefined) return undefined;
    const reason = choice['finish_reason'];
    if (isJsonObject(choice['error']) || FAILED.has(String(reason))) throw serverFault(choice['error']);
    if (typeof reason === 'string' && reason !== '') this.#finish = reason;
    const delta = choice['delta'] ?? choice['message'];
    return isJsonObject(delta) ? this.#read(delta) : undefined;
  }

  end(): readonly ModelEvent[] {
    return [...this.#tags.end(), ...this.#calls.end()];
  }

  get stopReason(): StopReason | undefined {
    // A server may close its answer without a reason.
    const finish = this.#finish ?? (this.#ended && this.#answered ? 'stop' : undefined);
    if (finish === undefined) return undefined;
    const reason = STOP_REASONS[finish] ?? 'stop';
    if (this.#calls.count > 0 && reason === 'stop') return 'toolUse';
    return this.#refused && reason === 'stop' ? 'refusal' : reason;
  }

  #read(delta: ChatChunk): readonly ModelEvent[] {
    const field = REASONING_FIELDS.find((name) => readPieces(delta[name]).length > 0);
    const calls = Array.isArray(delta['tool_calls']) ? delta['tool_calls'] : [];
    const events = [
      ...(field === undefined ? [] : readPieces(delta[field], 'thinking').flatMap((piece) => this.#take(piece, field))),
      ...readPieces(delta['content']).flatMap((piece) => this.#take(piece)),
      ...readPieces(delta['refusal'], 'refusal').flatMap((piece) => this.#take(piece)),
      ...calls.flatMap((call) => this.#calls.take(call)),
      ...this.#calls.take(delta['function_call']),
    ];
    this.#answered ||= events.length > 0 || this.#calls.count > 0;
    return events;
  }

  #take({ kind, text }: ContentPiece, field?: string): readonly ModelEvent[] {
    if (kind === 'text') return this.#tags.text(text);
    if (kind === 'refusal') {
      this.#refused = true;
      return [this.#collector.text('text', text)];
    }
    const event = this.#collector.thinking('thinking', text);
    if (field !== undefined && !this.#collector.isSigned('thinking')) this.#collector.signature('thinking', field);
    return [event];
  }
}

/** Servers with one choice may omit its index; further choices were not requested. */
function readChoice({ choices }: ChatChunk): ChatChunk | undefined {
  const list: readonly unknown[] = Array.isArray(choices) ? choices : [];
  return list.filter(isJsonObject).find(({ index }) => index === undefined || index === null || index === 0);
}

function readUsage(usage: ChatChunk): Usage {
  const details = usage['prompt_tokens_details'];
  const cached = isJsonObject(details) ? toCount(details['cached_tokens']) : toCount(usage['prompt_cache_hit_tokens']);
  return {
    input: Math.max(0, toCount(usage['prompt_tokens']) - cached),
    output: toCount(usage['completion_tokens']),
    cacheRead: cached,
    cacheWrite: 0,
  };
}

function toCount(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

/** Has the shape of the errors that the SDK throws. */
function serverFault(error: unknown): Error {
  const body = isJsonObject(error) ? error : { message: typeof error === 'string' ? error : undefined };
  const { message, code, type } = body;
  const status = Number(code);
  return Object.assign(new Error(typeof message === 'string' ? message : 'The answer failed.'), {
    error: body,
    // A failure without a name can be temporary.
    type: type ?? 'server_error',
    ...(status >= 400 && status < 600 ? { status } : { code }),
  });
}
