// Collects the deltas of a model into the blocks of one message.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { Block } from '#contract/types/content.ts';
import { toWellFormed } from '#contract/types/well-formed.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import { toToolName } from './tool-names.ts';

type Part =
  | { readonly kind: 'text'; text: string }
  | { readonly kind: 'thinking'; text: string; signature: string; redacted: string | undefined }
  | { readonly kind: 'tool-call'; readonly callId: string; readonly name: string; text: string; signature: string };

/** A generous maximum of characters per token, to detect endless streams. */
const MAX_CHARS_PER_TOKEN = 32;
const MIN_CHAR_LIMIT = 256 * 1024;

/** Blocks of one answer in order of their start. Methods that add a part return its event. */
export class AnswerCollector {
  readonly #parts: Part[] = [];
  readonly #index = new Map<string | number, number>();
  readonly #limit: number;
  #chars = 0;

  constructor(maxOutput: number) {
    this.#limit = Math.max(MIN_CHAR_LIMIT, maxOutput * MAX_CHARS_PER_TOKEN);
  }

  /** Whether the model exceeded its limit. */
  get isFull(): boolean {
    return this.#chars > this.#limit;
  }

  text(key: string | number, text: string): ModelEvent {
    const index = this.#open(key, () => ({ kind: 'text', text: '' }));
    this.#append(index, text);
    return { type: 'text', index, text };
  }

  thinking(key: string | number, text: string): ModelEvent {
    const index = this.#openThinking(key);
    this.#append(index, text);
    return { type: 'thinking', index, text };
  }

  /** Adds to what a server requires back with a call or, by default, with reasoning. */
  signature(key: string | number, signature: string): void {
    const part = this.#parts[this.#openThinking(key)];
    if (part !== undefined && part.kind !== 'text') part.signature += signature;
  }

  redactedThinking(key: string | number, data: string): void {
    this.#openThinking(key, data);
  }

  /** The text of a block turned out to be reasoning. A later text with the same key starts a new block. */
  turnTextIntoThinking(key: string | number, thinking: string): void {
    const index = this.#index.get(key);
    if (index === undefined) return;
    this.#parts[index] = { kind: 'thinking', text: thinking, signature: '', redacted: undefined };
    this.#index.delete(key);
  }

  /** Starts a call. Its ID becomes unique in the answer and its name valid, because servers reject a conversation otherwise. */
  toolCall(key: string | number, callId: string, name: string): ModelEvent {
    const index = this.#open(key, () => ({
      kind: 'tool-call',
      callId: this.#toUniqueId(callId),
      name: toToolName(name),
      text: '',
      signature: '',
    }));
    const part = this.#parts[index];
    if (part?.kind !== 'tool-call') throw new TypeError(`Block ${key} isn't a tool call.`);
    return { type: 'tool-call', index, callId: part.callId, name: part.name, text: '' };
  }

  /** Adds to the arguments of a call; undefined if the call didn't start. */
  toolArguments(key: string | number, text: string): ModelEvent | undefined {
    const index = this.#index.get(key);
    const part = index === undefined ? undefined : this.#parts[index];
    if (index === undefined || part?.kind !== 'tool-call') return undefined;
    this.#append(index, text);
    return { type: 'tool-call', index, callId: part.callId, name: part.name, text };
  }

  has(key: string | number): boolean {
    return this.#index.has(key);
  }

  /** All text blocks joined. */
  textSoFar(): string {
    return this.#parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  }

  /** Drops the text, which turned out to be something else. */
  dropText(): void {
    for (const part of this.#parts) if (part.kind === 'text') part.text = '';
  }

  /** The message so far. If the stream is not complete (`whole`), tool calls are omitted. */
  finish(whole: boolean): {
    readonly content: readonly Block[];
    readonly invalidCalls?: Readonly<Record<string, string>>;
  } {
    const content: Block[] = [];
    const invalid: Record<string, string> = {};
    for (const part of this.#parts) {
      if (part.kind === 'text' && part.text !== '') content.push({ type: 'text', text: part.text.toWellFormed() });
      if (part.kind === 'thinking') content.push(thinkingBlock(part));
      if (part.kind !== 'tool-call' || !whole) continue;
      const input = parseArguments(part.text);
      if (input === undefined) invalid[part.callId] = part.text.toWellFormed();
      const call = { type: 'toolCall', id: part.callId, name: part.name, arguments: input ?? {} } as const;
      content.push(part.signature === '' ? call : { ...call, signature: part.signature });
    }
    return Object.keys(invalid).length === 0 ? { content } : { content, invalidCalls: invalid };
  }

  #toUniqueId(callId: string): string {
    const id = callId.trim().toWellFormed() || `call_${globalThis.crypto.randomUUID()}`;
    const isUsed = this.#parts.some((part) => part.kind === 'tool-call' && part.callId === id);
    return isUsed ? `${id}_${this.#parts.length}` : id;
  }

  #open(key: string | number, make: () => Part): number {
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const index = this.#parts.push(make()) - 1;
    this.#index.set(key, index);
    return index;
  }

  #openThinking(key: string | number, redacted?: string): number {
    return this.#open(key, () => ({ kind: 'thinking', text: '', signature: '', redacted }));
  }

  /** Servers may send anything as text. What isn't one has no length, so the limit wouldn't count it. */
  #append(index: number, text: unknown): void {
    if (typeof text !== 'string') throw new TypeError("A part of the response isn't text.");
    const part = this.#parts[index];
    if (part === undefined) return;
    part.text += text;
    this.#chars += text.length;
  }
}

function thinkingBlock(part: Extract<Part, { kind: 'thinking' }>): Block {
  if (part.redacted !== undefined) return { type: 'thinking', thinking: '', redacted: part.redacted };
  return {
    type: 'thinking',
    thinking: part.text.toWellFormed(),
    ...(part.signature === '' ? {} : { signature: part.signature }),
  };
}

/** Parses the input of a tool call; undefined if it isn't a JSON object. An empty text or `null` means no arguments. */
export function parseArguments(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  const value = parseJson(text) ?? parseJson(withoutRepeat(text.trim()));
  // Some servers encode the object twice.
  const input = typeof value?.json === 'string' ? parseJson(value.json)?.json : value?.json;
  if (value?.json === null) return {};
  return isJsonObject(input) ? input : undefined;
}

function parseJson(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: toWellFormed(JSON.parse(text)) };
  } catch {
    return undefined;
  }
}

/** Some bridges send an empty object before the arguments, or all of them once more after the fragments. */
function withoutRepeat(text: string): string {
  const half = text.slice(0, text.length / 2);
  return half + half === text ? half : text.replace(/^\{\s*\}(?=\s*\{)/, '');
}
