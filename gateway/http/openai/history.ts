// The conversation of a program, which replays what models and other programs wrote: broken calls, results without IDs, a list
// that ends with an unfinished answer or a note. It becomes instructions and messages that every provider accepts.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import type { ImportedMessage, OpenToolCall } from '#core/runs/imported-messages.ts';
import { toWellFormed } from '#contract/types/well-formed.ts';
import { parseUntrusted } from '../request-body.ts';
import { badRequest } from './openai-error.ts';

/** A call as a program replays it. */
export interface ReplayedCall {
  readonly id: unknown;
  readonly name: unknown;
  /** JSON text; some programs send the object. */
  readonly arguments: unknown;
}

/** A result as a program replays it. */
export interface ReplayedResult {
  readonly id: unknown;
  /** Name of the tool, for results that have no ID. */
  readonly name?: unknown;
  readonly text: string;
}

/** A conversation for an agent. */
export interface Conversation {
  readonly instructions: readonly string[];
  readonly messages: readonly ImportedMessage[];
}

type UserMessage = Extract<ImportedMessage, { role: 'user' }>;
type Turn = ImportedMessage | { readonly role: 'system'; readonly text: string };

/** Sent when the list ends with an answer, which the model is to continue. */
export const CONTINUE = asUser('Continue your last message exactly where it ends. Do not repeat any of it.');
/** Sent before an answer at the start of the list, because a conversation starts with a user message. */
const START = asUser('Start the conversation.');
const MAX_NAME_LENGTH = 512;

interface PendingCall {
  /** ID as the program replays it; results refer to it. */
  readonly replayed: unknown;
  readonly call: OpenToolCall;
  /** The answer that made the call. */
  readonly answer: Turn;
}

/** Reads a list turn by turn. */
export class History {
  readonly #turns: Turn[] = [];
  readonly #unanswered: PendingCall[] = [];
  /** IDs of calls that were omitted or have their result. Further results for them are omitted. */
  readonly #done = new Set<unknown>();
  /** IDs given to calls. Some models number the calls of each answer from zero. */
  readonly #ids = new Set<string>();

  instruction(text: string): void {
    if (text !== '') this.#turns.push({ role: 'system', text });
  }

  /** An empty message says nothing. */
  user(text: string, images: readonly ImageBlock[]): void {
    if (text.trim() !== '' || images.length > 0) this.#turns.push({ role: 'user', text, images });
  }

  /** Consecutive answers are one message: a program may list each call separately. Calls without a name are omitted. */
  assistant(text: string, replayed: readonly ReplayedCall[]): void {
    const made = replayed.flatMap((call) => this.#toCall(call) ?? []);
    const calls = made.map(({ call }) => call);
    if (text.trim() === '' && calls.length === 0) return;
    const last = this.#turns.at(-1);
    const texts = [last?.role === 'assistant' ? last.text : '', text].filter((one) => one !== '');
    const earlier = last?.role === 'assistant' ? last.calls : [];
    const answer: Turn = { role: 'assistant', text: texts.join('\n\n'), calls: [...earlier, ...calls] };
    if (last?.role === 'assistant') this.#replaceAnswer(last, answer);
    else this.#turns.push(answer);
    this.#unanswered.push(...made.map((one) => ({ ...one, answer })));
  }

  /** A result without an ID belongs to the first open call of its tool; one that comes late follows its call. */
  result({ id, name, text }: ReplayedResult): void {
    const isItsCall = ({ replayed, call }: PendingCall) =>
      isName(id) ? replayed === id : !isName(name) || call.name === name;
    const index = this.#unanswered.findIndex(isItsCall);
    const [found] = index === -1 ? [] : this.#unanswered.splice(index, 1);
    if (found !== undefined) {
      this.#done.add(found.replayed);
      this.#insertResult(found, text);
    } else if (isName(id) && this.#done.has(id)) return;
    else if (isName(name) || isName(id)) this.user(describeResult(isName(name) ? name : String(id), text), []);
    else throw badRequest('A tool result needs the ID of its call.', 'tool_call_id');
  }

  /** The whole conversation. Notes after the last answer, to which the model is to respond, are a user message. */
  finish(): Conversation {
    const end = this.#turns.findLastIndex(({ role }) => role !== 'system') + 1;
    const last = this.#turns[end - 1];
    const isAnswered = last === undefined || (last.role === 'assistant' && last.calls.length === 0);
    const notes = isAnswered ? this.#turns.slice(end).flatMap(toInstruction) : [];
    const turns = notes.length > 0 ? this.#turns.slice(0, end) : this.#turns;
    const messages = turns.filter((turn) => turn.role !== 'system');
    const next = notes.length > 0 ? asUser(notes.join('\n\n')) : CONTINUE;
    return {
      instructions: turns.flatMap(toInstruction),
      messages: [
        ...(messages[0]?.role === 'assistant' ? [START] : []),
        ...messages,
        ...(isAnswered && this.#turns.length > 0 ? [next] : []),
      ],
    };
  }

  #replaceAnswer(before: Turn, after: Turn): void {
    this.#turns[this.#turns.length - 1] = after;
    for (const [at, pending] of this.#unanswered.entries())
      if (pending.answer === before) this.#unanswered[at] = { ...pending, answer: after };
  }

  /** Results directly follow their answer, in their order. */
  #insertResult({ answer, call }: PendingCall, text: string): void {
    let at = this.#turns.lastIndexOf(answer) + 1;
    while (this.#turns[at]?.role === 'tool') at += 1;
    this.#turns.splice(at, 0, { role: 'tool', callId: call.id, text });
  }

  #toCall({ id, name, arguments: given }: ReplayedCall): Omit<PendingCall, 'answer'> | undefined {
    if (!isName(name)) {
      if (isName(id)) this.#done.add(id);
      return undefined;
    }
    this.#done.delete(id);
    const call = { id: this.#toUniqueId(isName(id) ? id : 'call'), name, input: toInput(given) };
    return { replayed: id, call };
  }

  #toUniqueId(id: string): string {
    let unique = id;
    for (let number = 2; this.#ids.has(unique); number += 1) unique = `${id}_${number}`;
    this.#ids.add(unique);
    return unique;
  }
}

/** The result of a tool as text for the model. */
export function describeResult(tool: string, text: string): string {
  return `Result of the tool ${tool}:\n${text}`;
}

function asUser(text: string): UserMessage {
  return { role: 'user', text, images: [] };
}

function toInstruction(turn: Turn): readonly string[] {
  return turn.role === 'system' ? [turn.text] : [];
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME_LENGTH;
}

/** The arguments of a call that a model wrote. Broken ones are empty, as in the agent's own sessions. */
function toInput(given: unknown, depth = 0): JsonObject {
  if (isJsonObject(given)) return given;
  if (typeof given !== 'string' || depth > 1) return {};
  try {
    return toInput(parseUntrusted(given, toWellFormed), depth + 1);
  } catch {
    return {};
  }
}
