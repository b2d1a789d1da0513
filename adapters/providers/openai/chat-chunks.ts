// The chunks of a chat completion, from an event stream or from a server that answers with one JSON object.
import { isJsonObject } from '#contract/types/json-object.ts';

import { readUntil, type ServerEvent } from '../sse.ts';

/** A chunk as it arrived. Servers omit, add, and retype fields, so nothing is assumed about it. */
export type ChatChunk = Readonly<Record<string, unknown>>;

/** What the body contained: a chunk, or the mark that the answer is complete. */
export type ChatPart = ChatChunk | typeof CHAT_END;

/** The server said that the answer is complete. */
export const CHAT_END = Symbol('end of a chat completion');

const DONE = '[DONE]';

/** The chunks of a body, those of one read together. Reading them throws a `SyntaxError` if one isn't JSON. */
export async function* readChatChunks(
  body: AsyncIterable<Uint8Array> & { dropRest?(): void },
): AsyncGenerator<Iterable<ChatPart>, void, undefined> {
  const bytes = body[Symbol.asyncIterator]();
  const start = await readStart(bytes);
  if (/^[{[]/.test(start.text)) return void (yield readWhole(await readRest(start, bytes)));
  const events = readUntil(resume(start, bytes), isEnd, () => body.dropRest?.());
  for await (const some of events) yield toParts(some);
}

function isEnd({ data }: ServerEvent): boolean {
  return data.startsWith(DONE);
}

function* toParts(events: readonly ServerEvent[]): Generator<ChatPart> {
  for (const event of events) {
    if (isEnd(event)) yield CHAT_END;
    else if (event.data.trim() !== '') yield* toChunk(event);
  }
}

function* toChunk({ event, data }: ServerEvent): Generator<ChatChunk> {
  if (event === 'error') yield { error: readError(data) };
  const chunk: unknown = JSON.parse(data);
  if (isJsonObject(chunk)) yield chunk;
}

/** A server that ignores `stream` answers with the whole message, which is read as one chunk, or with chunks alone. */
function* readWhole(text: string): Generator<ChatPart> {
  const answer =
    parse(text) ??
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown);
  const chunks: readonly unknown[] = Array.isArray(answer) ? answer : [answer];
  yield* chunks.filter(isJsonObject);
  yield CHAT_END;
}

/** The error of an event that is named so. */
function readError(data: string): unknown {
  const error = parse(data);
  return isJsonObject(error) ? (error['error'] ?? error) : data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface BodyStart {
  /** The first text that isn't blank. */
  readonly text: string;
  readonly read: readonly Uint8Array[];
}

async function readStart(bytes: AsyncIterator<Uint8Array>): Promise<BodyStart> {
  const read: Uint8Array[] = [];
  for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) {
    read.push(next.value);
    // The byte order mark is dropped by the decoder.
    const text = new TextDecoder().decode(Buffer.concat(read)).trimStart();
    if (text !== '') return { text, read };
  }
  return { text: '', read };
}

async function* resume({ read }: BodyStart, bytes: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* read;
    for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) yield next.value;
  } finally {
    // Closes the connection if the rest isn't read.
    await bytes.return?.();
  }
}

async function readRest(start: BodyStart, bytes: AsyncIterator<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of resume(start, bytes)) parts.push(part);
  return new TextDecoder().decode(Buffer.concat(parts));
}
