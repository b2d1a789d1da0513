// The chunks of a chat completion, from an event stream or from a server that answers with one JSON object.
import { isJsonObject } from '#contract/types/json-object.ts';

import { openBody, parseJson, toSingleRead } from '../open-body.ts';
import { readEvents, type ServerEvent } from '../sse.ts';

/** A chunk as it arrived. Servers omit, add, and retype fields, so nothing is assumed about it. */
export type ChatChunk = Readonly<Record<string, unknown>>;

/** What the body contained: a chunk, or the mark that the answer is complete. */
export type ChatPart = ChatChunk | typeof CHAT_END;

/** The server said that the answer is complete. */
export const CHAT_END = Symbol('end of a chat completion');

const DONE = '[DONE]';

/** The chunks of a body, those of one read together. Reading them throws a `SyntaxError` if one isn't JSON. */
export async function readChatChunks(
  body: AsyncIterable<Uint8Array> & { dropRest?(): void },
): Promise<AsyncIterable<Iterable<ChatPart>>> {
  const opened = await openBody(body);
  // A whole message is read as one chunk.
  if (opened.kind === 'json') return toSingleRead([...opened.values.filter(isJsonObject), CHAT_END]);
  return readEvents(opened.bytes, { isLast: isEnd, parse: toParts, dropRest: () => body.dropRest?.() });
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

/** The error of an event that is named so. */
function readError(data: string): unknown {
  const error = parseJson(data);
  return isJsonObject(error) ? (error['error'] ?? error) : data;
}
