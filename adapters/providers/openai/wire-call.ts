// One streamed chat completion. Reads every field of every chunk, in all the shapes that compatible servers send.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { StopReason, Usage } from '#contract/types/content.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from '../answer-collector.ts';
import type { WireReader } from '../stream-call.ts';
import { ThinkTags } from '../think-tags.ts';
import { readTokenCount } from '../token-count.ts';
import { CallAssembler } from './call-assembler.ts';
import { CHAT_END, type ChatChunk, type ChatPart } from './chat-chunks.ts';
import { readPieces, type ContentPiece } from './content-parts.ts';
import { ReasoningDetails } from './reasoning-details.ts';

const STOP_REASONS: readonly (readonly [RegExp, StopReason])[] = [
  [/length|max_(output_)?tokens/, 'length'],
  [/^(tool_calls?|function_call|tool_use)$/, 'toolUse'],
  [/content_filter|safety|recitation|prohibited|blocklist|spii|refusal|guardrail|sensitive/, 'refusal'],
];
/** Names of the field with the model's reasoning. The request sends it back under the same name. */
export const REASONING_FIELDS = ['reasoning_content', 'reasoning'] as const;
/** Reasons that aren't one: the server failed. */
const FAILED = /^(error|network_error|abort(ed)?|insufficient_system_resource)$|malformed_function_call/;

/** Reads one chat completion. */
export class OpenAiCall implements WireReader<ChatPart> {
  usage: Usage | undefined;
  readonly #collector: AnswerCollector;
  readonly #calls: CallAssembler;
  readonly #tags: ThinkTags;
  readonly #details = new ReasoningDetails();
  #finish: string | undefined;
  #reasoningField: string | undefined;
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
    const fault = findFault(part);
    if (fault !== undefined) throw serverFault(fault);
    this.usage = findUsage(part) ?? this.usage;
    const events = listChoices(part).flatMap((choice) => this.#choose(choice));
    return events.length === 0 ? undefined : events;
  }

  end(): readonly ModelEvent[] {
    const events = [...this.#tags.end(), ...this.#calls.end()];
    const details = this.#details.toSignature();
    const signature = details ?? this.#reasoningField;
    if (signature !== undefined) this.#collector.signature('thinking', signature);
    return events;
  }

  get stopReason(): StopReason | undefined {
    // A server may close its answer without a reason.
    const finish = this.#finish ?? (this.#ended && this.#answered ? 'stop' : undefined);
    if (finish === undefined) return undefined;
    const reason = STOP_REASONS.find(([pattern]) => pattern.test(finish))?.[1] ?? 'stop';
    if (this.#calls.count > 0 && reason === 'stop') return 'toolUse';
    return this.#refused && reason === 'stop' ? 'refusal' : reason;
  }

  #choose(choice: ChatChunk): readonly ModelEvent[] {
    const reason = toText(choice['finish_reason']).toLowerCase();
    if (isJsonObject(choice['error']) || FAILED.test(reason)) throw serverFault(choice['error']);
    if (reason !== '') this.#finish = reason;
    const delta = choice['delta'] ?? this.#readMessage(choice);
    return isJsonObject(delta) ? this.#read(delta) : [];
  }

  /** A whole message. Some servers end their deltas with one, which repeats them. */
  #readMessage({ message, text }: ChatChunk): unknown {
    if (!isJsonObject(message)) return { content: text };
    if (!this.#answered) return message;
    return this.#calls.count > 0 ? undefined : { tool_calls: message['tool_calls'] };
  }

  #read(delta: ChatChunk): readonly ModelEvent[] {
    const events = [
      ...this.#readReasoning(delta),
      ...readPieces(delta['content']).flatMap((piece) => this.#take(piece)),
      ...readPieces(delta['refusal'], 'refusal').flatMap((piece) => this.#take(piece)),
      ...toList(delta['tool_calls']).flatMap((call) => this.#calls.take(call)),
      ...this.#calls.take(delta['function_call']),
    ];
    this.#answered ||= events.length > 0 || this.#calls.count > 0;
    return events;
  }

  /** Servers that send details of the reasoning usually send its text too. */
  #readReasoning(delta: ChatChunk): readonly ModelEvent[] {
    const details = toList(delta['reasoning_details']);
    this.#details.add(details);
    const field = REASONING_FIELDS.find((name) => readPieces(delta[name]).length > 0);
    this.#reasoningField ??= field;
    return readPieces(field === undefined ? details : delta[field], 'thinking').flatMap((piece) => this.#take(piece));
  }

  #take({ kind, text }: ContentPiece): readonly ModelEvent[] {
    if (kind === 'text') return this.#tags.text(text);
    if (kind === 'thinking') return [this.#collector.thinking('thinking', text)];
    this.#refused = true;
    return [this.#collector.text('text', text)];
  }
}

/** What a chunk says about a failure; undefined if it isn't one. */
function findFault(chunk: ChatChunk): unknown {
  const { error, choices, message, detail } = chunk;
  if (error !== undefined && error !== null) return error;
  if (chunk['object'] === 'error' || chunk['type'] === 'error') return chunk;
  if (choices !== undefined || (message ?? detail) === undefined) return undefined;
  return typeof message === 'string'
    ? chunk
    : { message: typeof detail === 'string' ? detail : JSON.stringify(detail ?? message) };
}

/** Servers with one choice may omit its index, or divide it into several; further choices were not requested. */
function listChoices({ choices }: ChatChunk): readonly ChatChunk[] {
  return toList(choices)
    .filter(isJsonObject)
    .filter(({ index }) => index === undefined || index === null || index === 0);
}

function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Usage is at the top of a chunk, in its choice, or in a field that only one server has. */
function findUsage(chunk: ChatChunk): Usage | undefined {
  const found = [chunk, chunk['x_groq'], ...listChoices(chunk)].find(
    (one) => isJsonObject(one) && isJsonObject(one['usage']),
  );
  return isJsonObject(found) && isJsonObject(found['usage']) ? readUsage(found['usage']) : undefined;
}

function readUsage(usage: ChatChunk): Usage {
  const details = usage['prompt_tokens_details'] ?? usage['input_tokens_details'];
  const cached = isJsonObject(details)
    ? toCount(details['cached_tokens'])
    : toCount(usage['prompt_cache_hit_tokens'] ?? usage['cached_tokens']);
  return {
    input: Math.max(0, toCount(usage['prompt_tokens'] ?? usage['input_tokens']) - cached),
    output: toCount(usage['completion_tokens'] ?? usage['output_tokens']),
    cacheRead: cached,
    cacheWrite: 0,
  };
}

function toCount(value: unknown): number {
  return readTokenCount(value) ?? 0;
}

/** Has the shape of the errors that the SDK throws. */
function serverFault(error: unknown): Error {
  const body = isJsonObject(error) ? error : { message: typeof error === 'string' ? error : undefined };
  const { message, code, type } = body;
  const status = Number(code);
  return Object.assign(new Error(typeof message === 'string' ? message : 'The answer failed.'), {
    error: body,
    // A failure without a name can be temporary.
    type: type === undefined || type === null || type === 'error' ? 'server_error' : type,
    ...(status >= 400 && status < 600 ? { status } : { code }),
  });
}
