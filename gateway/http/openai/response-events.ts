// Objects of the OpenAI Responses API, and the numbered events of one response in the order that clients expect.
import type { EventStream } from '../event-stream.ts';
import type { RunReport } from '#core/runs/follow-run.ts';
import type { OpenToolCall } from '#core/runs/imported-messages.ts';

/** What all events of a response have in common. */
export interface ResponseHead {
  readonly id: string;
  readonly createdAt: number;
  readonly model: unknown;
}

type Usage = RunReport['usage'];
const NO_USAGE: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** A response, complete or so far. */
export function responseObject(
  { id, createdAt, model }: ResponseHead,
  status: 'in_progress' | 'completed' | 'incomplete' | 'failed',
  output: readonly unknown[],
  usage: Usage = NO_USAGE,
) {
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    id,
    object: 'response',
    created_at: createdAt,
    status,
    model,
    output,
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + usage.output,
    },
  };
}

/** The text of an answer. */
export function messageItem(id: string, text: string, status: 'in_progress' | 'completed') {
  const content = status === 'completed' ? [textPart(text)] : [];
  return { type: 'message', id, role: 'assistant', content, status };
}

function textPart(text: string) {
  return { type: 'output_text', text, annotations: [] };
}

/** A tool call for the caller to execute. */
export function callItem({ id, name, input }: OpenToolCall, status: 'in_progress' | 'completed') {
  const args = status === 'completed' ? JSON.stringify(input) : '';
  return { type: 'function_call', id: `fc_${id}`, call_id: id, name, arguments: args, status };
}

/** Sends the events of a response. The first piece of text opens its item. */
export class ResponseEvents {
  readonly #stream: EventStream;
  readonly #messageId: string;
  readonly #output: unknown[] = [];
  #sequence = 0;
  #text: string | undefined;

  constructor(stream: EventStream, messageId: string) {
    this.#stream = stream;
    this.#messageId = messageId;
  }

  send(type: string, fields: Readonly<Record<string, unknown>>): void {
    this.#stream.send(JSON.stringify({ type, sequence_number: this.#sequence, ...fields }), type);
    this.#sequence += 1;
  }

  /** A piece of the answer. */
  text(piece: string): void {
    if (this.#text === undefined) this.#openMessage();
    this.#text = (this.#text ?? '') + piece;
    this.send('response.output_text.delta', { ...this.#position(), delta: piece, logprobs: [] });
  }

  /** Closes the text, adds the calls, and returns the output of the response. */
  finish({ calls }: RunReport): readonly unknown[] {
    if (this.#text === undefined && calls.length === 0) this.#openMessage();
    if (this.#text !== undefined) this.#closeMessage(this.#text);
    for (const call of calls) this.#call(call);
    return this.#output;
  }

  #position() {
    return { item_id: this.#messageId, output_index: 0, content_index: 0 };
  }

  #openMessage(): void {
    this.#text = '';
    const item = messageItem(this.#messageId, '', 'in_progress');
    this.send('response.output_item.added', { output_index: 0, item });
    this.send('response.content_part.added', { ...this.#position(), part: textPart('') });
  }

  #closeMessage(text: string): void {
    const item = messageItem(this.#messageId, text, 'completed');
    this.send('response.output_text.done', { ...this.#position(), text, logprobs: [] });
    this.send('response.content_part.done', { ...this.#position(), part: textPart(text) });
    this.send('response.output_item.done', { output_index: 0, item });
    this.#output.push(item);
  }

  #call(call: OpenToolCall): void {
    const output_index = this.#output.length;
    const item = callItem(call, 'completed');
    const position = { item_id: item.id, output_index };
    this.send('response.output_item.added', { output_index, item: callItem(call, 'in_progress') });
    this.send('response.function_call_arguments.delta', { ...position, delta: item.arguments });
    this.send('response.function_call_arguments.done', { ...position, name: call.name, arguments: item.arguments });
    this.send('response.output_item.done', { output_index, item });
    this.#output.push(item);
  }
}
