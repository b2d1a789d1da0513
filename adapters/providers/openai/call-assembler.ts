// Assembles tool calls from the fragments of a chat completion. Servers differ in which fields a fragment has.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import { parseArguments, type AnswerCollector } from '../answer-collector.ts';

/** Fields of a call that the server requires back unchanged, such as Gemini's signature of the reasoning that led to the call. */
const ATTACHED_FIELDS = ['extra_content', 'provider_specific_fields'] as const;

interface Fragment {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly attached: Readonly<Record<string, unknown>>;
}

interface OpenCall {
  readonly key: string;
  id: string;
  name: string;
  text: string;
  readonly attached: Record<string, unknown>;
}

/** The calls of one answer. */
export class CallAssembler {
  readonly #collector: AnswerCollector;
  readonly #calls: OpenCall[] = [];
  readonly #byIndex = new Map<number, OpenCall>();

  constructor(collector: AnswerCollector) {
    this.#collector = collector;
  }

  /** The number of calls so far. */
  get count(): number {
    return this.#calls.length;
  }

  take(value: unknown): readonly ModelEvent[] {
    const fragment = readFragment(value);
    if (fragment === undefined) return [];
    const found = this.#find(fragment);
    if (found !== undefined && repeats(fragment, found)) return [];
    const call = found === undefined || beginsNew(fragment, found) ? this.#open() : found;
    if (fragment.index !== undefined) this.#byIndex.set(fragment.index, call);
    if (call.id === '') call.id = fragment.id;
    Object.assign(call.attached, fragment.attached);
    call.text += fragment.text;
    if (call.name !== '') return this.#addText(call, fragment.text);
    // A call is shown once its name is known.
    call.name = fragment.name;
    return call.name === '' ? [] : this.#begin(call);
  }

  /** Starts the calls whose name never arrived, so that the model learns that they are invalid. */
  end(): readonly ModelEvent[] {
    const events = this.#calls.flatMap((call) => (call.name === '' ? this.#begin(call) : []));
    for (const { key, attached } of this.#calls)
      if (Object.keys(attached).length > 0) this.#collector.signature(key, JSON.stringify(attached));
    return events;
  }

  #begin(call: OpenCall): readonly ModelEvent[] {
    return [this.#collector.toolCall(call.key, call.id, call.name), ...this.#addText(call, call.text)];
  }

  #addText({ key }: OpenCall, text: string): readonly ModelEvent[] {
    const event = text === '' ? undefined : this.#collector.toolArguments(key, text);
    return event === undefined ? [] : [event];
  }

  /** The call that a fragment may belong to: parallel calls can have the same index, no index, or no ID. */
  #find({ index, id, name }: Fragment): OpenCall | undefined {
    const last = this.#calls.at(-1);
    const current = index === undefined ? last : this.#byIndex.get(index);
    // Arguments alone continue a call, even if only they have an index.
    if (current === undefined) return id === '' && name === '' ? last : undefined;
    if (id === '' || current.id === id) return current;
    return this.#calls.findLast((call) => call.id === id) ?? current;
  }

  #open(): OpenCall {
    const call: OpenCall = { key: `call ${this.#calls.length}`, id: '', name: '', text: '', attached: {} };
    this.#calls.push(call);
    return call;
  }
}

/** Whether a fragment can't continue `call`. Some servers repeat the name, or change the ID, in each fragment of a call. */
function beginsNew({ id, name }: Fragment, call: OpenCall): boolean {
  if (id !== '' && call.id !== '' && id !== call.id) return name !== '' || call.name === '' || isComplete(call);
  if (name === '' || call.name === '') return false;
  return name !== call.name || isComplete(call);
}

/** Whether a server sends a complete call once more, for example in its last chunk. Without an ID, it's another call. */
function repeats({ id, name, text }: Fragment, call: OpenCall): boolean {
  return id !== '' && id === call.id && name === call.name && (text === '' || (text === call.text && isComplete(call)));
}

function isComplete({ text }: OpenCall): boolean {
  return text.trimEnd().endsWith('}') && parseArguments(text) !== undefined;
}

function readFragment(value: unknown): Fragment | undefined {
  if (!isJsonObject(value)) return undefined;
  const inner = isJsonObject(value['function']) ? value['function'] : value;
  const given = inner['arguments'] ?? inner['parameters'];
  return {
    index: readIndex(value['index']),
    id: toText(value['id']),
    name: toText(inner['name']),
    text: isJsonObject(given) ? JSON.stringify(given) : toText(given),
    attached: Object.fromEntries(ATTACHED_FIELDS.flatMap((field) => toEntry(field, value[field] ?? inner[field]))),
  };
}

function toEntry(field: string, value: unknown): readonly (readonly [string, unknown])[] {
  return isJsonObject(value) && Object.keys(value).length > 0 ? [[field, value]] : [];
}

/** The fields that {@link CallAssembler} found attached to a call. */
export function readAttached(signature: string | undefined): object {
  if (signature?.startsWith('{') !== true) return {};
  try {
    const fields: unknown = JSON.parse(signature);
    return isJsonObject(fields) ? fields : {};
  } catch {
    return {};
  }
}

function readIndex(value: unknown): number | undefined {
  const text = toText(value);
  return text === '' || !Number.isInteger(Number(text)) ? undefined : Number(text);
}

/** Some servers send IDs as numbers. */
function toText(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
