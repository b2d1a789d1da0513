// The events of one response, numbered, in the order that OpenAI's clients expect.
import type { EventStream } from '../event-stream.ts';
import type { OpenToolCall, RunReport } from '#core/runs/follow-run.ts';
import { callItem, messageItem, textPart } from './response-object.ts';

/** Sends them. Text opens its item with its first piece. */
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
    this.send('response.output_text.delta', { ...this.#place(), delta: piece, logprobs: [] });
  }

  /** Closes the text, adds the calls, and tells what the response has in it. */
  finish({ calls }: RunReport): readonly unknown[] {
    if (this.#text === undefined && calls.length === 0) this.#openMessage();
    if (this.#text !== undefined) this.#closeMessage(this.#text);
    for (const call of calls) this.#call(call);
    return this.#output;
  }

  #place() {
    return { item_id: this.#messageId, output_index: 0, content_index: 0 };
  }

  #openMessage(): void {
    this.#text = '';
    const item = messageItem(this.#messageId, '', 'in_progress');
    this.send('response.output_item.added', { output_index: 0, item });
    this.send('response.content_part.added', { ...this.#place(), part: textPart('') });
  }

  #closeMessage(text: string): void {
    const item = messageItem(this.#messageId, text, 'completed');
    this.send('response.output_text.done', { ...this.#place(), text, logprobs: [] });
    this.send('response.content_part.done', { ...this.#place(), part: textPart(text) });
    this.send('response.output_item.done', { output_index: 0, item });
    this.#output.push(item);
  }

  #call(call: OpenToolCall): void {
    const output_index = this.#output.length;
    const item = callItem(call, 'completed');
    const place = { item_id: item.id, output_index };
    this.send('response.output_item.added', { output_index, item: callItem(call, 'in_progress') });
    this.send('response.function_call_arguments.delta', { ...place, delta: item.arguments });
    this.send('response.function_call_arguments.done', { ...place, name: call.name, arguments: item.arguments });
    this.send('response.output_item.done', { output_index, item });
    this.#output.push(item);
  }
}
