// Reads the raw event stream of the Messages API as the SDK's iterator does, at a fraction of its cost.
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages/messages';

import { isJsonObject } from '#contract/types/json-object.ts';

import { openBody, parseJson, toSingleRead } from '../open-body.ts';
import type { ResponseBody } from '../response-body.ts';
import { readEvents, type ServerEvent } from '../sse.ts';
import { toMessageEvents, type WholeMessage } from './whole-message.ts';

type Events = AsyncIterable<Iterable<RawMessageStreamEvent>>;

/** The events of a response, those of one read together. Reading them throws if one isn't JSON or is an error. */
export async function readMessageEvents(body: ResponseBody): Promise<Events> {
  const opened = await openBody(body);
  if (opened.kind === 'json') return toSingleRead(opened.values.flatMap(toEvents));
  return readEvents(opened.bytes, { isLast, parse, dropRest: () => body.dropRest() });
}

/** A server that ignores `stream` answers with the whole message, or with the events alone. */
function toEvents(value: unknown): readonly RawMessageStreamEvent[] {
  if (!isJsonObject(value)) return [];
  if (isJsonObject(value['error'])) throw serverFault(JSON.stringify(value));
  // The wire format of this API. Fields that a server omits are read as missing.
  return 'content' in value ? toMessageEvents(value as WholeMessage) : [value as unknown as RawMessageStreamEvent];
}

function isLast({ event }: ServerEvent): boolean {
  return event === 'message_stop';
}

function* parse(events: readonly ServerEvent[]): Generator<RawMessageStreamEvent> {
  for (const { event, data } of events) {
    if (event === 'error') throw serverFault(data);
    // Some proxies omit the names of events, and add marks of other APIs.
    if (event === 'ping' || data === '' || (event === '' && !data.startsWith('{'))) continue;
    const value: unknown = JSON.parse(data);
    if (isJsonObject(value) && value['type'] === 'error') throw serverFault(data);
    // The wire format of this API. Fields that a server omits are read as missing.
    yield value as RawMessageStreamEvent;
  }
}

/** Has the shape of the errors that the SDK throws. */
function serverFault(data: string): Error {
  const body = parseJson(data) ?? data;
  const error = isJsonObject(body) ? body['error'] : undefined;
  return Object.assign(new Error(data), { error: body, type: isJsonObject(error) ? error['type'] : undefined });
}
