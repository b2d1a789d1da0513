// The conversation of a program, which replays what models and other programs wrote: broken calls, results without IDs, a list
// that ends with an unfinished answer or a note. It becomes instructions and messages that every provider accepts.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { ImageBlock } from '#contract/types/content.ts';
import type { ImportedMessage, OpenToolCall } from '#core/runs/imported-messages.ts';
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

/** Reads a list turn by turn. */
export class History {
  readonly #turns: Turn[] = [];
  readonly #unanswered: OpenToolCall[] = [];
  /** IDs of calls that were omitted, with their results. */
  readonly #omitted = new Set<unknown>();

  instruction(text: string): void {
    if (text !== '') this.#turns.push({ role: 'system', text });
  }

  user(text: string, images: readonly ImageBlock[]): void {
    this.#turns.push({ role: 'user', text, images });
  }

  /** Consecutive answers are one message: a program may list each call separately. Calls without a name are omitted. */
  assistant(text: string, replayed: readonly ReplayedCall[]): void {
    const calls = replayed.flatMap((call) => this.#toCall(call) ?? []);
    if (text.trim() === '' && calls.length === 0) return;
    const last = this.#turns.at(-1);
    this.#unanswered.push(...calls);
    if (last?.role !== 'assistant') return void this.#turns.push({ role: 'assistant', text, calls });
    const texts = [last.text, text].filter((one) => one !== '');
    this.#turns[this.#turns.length - 1] = {
      role: 'assistant',
      text: texts.join('\n\n'),
      calls: [...last.calls, ...calls],
    };
  }

  /** A result without an ID belongs to the first open call of its tool. */
  result({ id, name, text }: ReplayedResult): void {
    if (this.#omitted.has(id)) return;
    const isItsCall = (call: OpenToolCall) => (isName(id) ? call.id === id : !isName(name) || call.name === name);
    const index = this.#unanswered.findIndex(isItsCall);
    const [call] = index === -1 ? [] : this.#unanswered.splice(index, 1);
    const callId = isName(id) ? id : call?.id;
    if (callId !== undefined) this.#turns.push({ role: 'tool', callId, text });
    else if (isName(name)) this.user(describeResult(name, text), []);
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

  #toCall({ id, name, arguments: given }: ReplayedCall): OpenToolCall | undefined {
    if (!isName(name)) {
      if (isName(id)) this.#omitted.add(id);
      return undefined;
    }
    this.#omitted.delete(id);
    return {
      id: isName(id) ? id : `call_${this.#turns.length}_${this.#unanswered.length}`,
      name,
      input: toInput(given),
    };
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
    return toInput(parseUntrusted(given), depth + 1);
  } catch {
    return {};
  }
}
