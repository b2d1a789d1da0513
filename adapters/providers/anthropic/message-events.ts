// Reads the raw event stream of the Messages API as the SDK's iterator does, at a fraction of its cost.
import type { RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages/messages';

import { isJsonObject } from '#contract/types/json-object.ts';

import type { ResponseBody } from '../response-body.ts';
import { readUntil, type ServerEvent } from '../sse.ts';

type Events = AsyncGenerator<Iterable<RawMessageStreamEvent>, void, undefined>;

/** The events of a response, those of one read together. Reading them throws if one isn't JSON or is an error. */
export async function* readMessageEvents(body: ResponseBody): Events {
  for await (const events of readUntil(body, isLast, () => body.dropRest())) yield parse(events);
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
  const body = parseBody(data);
  const error = isJsonObject(body) ? body['error'] : undefined;
  return Object.assign(new Error(data), { error: body, type: isJsonObject(error) ? error['type'] : undefined });
}

function parseBody(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}
