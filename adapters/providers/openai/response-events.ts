// Reads the raw event stream of the Responses API as the SDK's iterator does, at a fraction of its cost.
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';

import { isJsonObject } from '#contract/types/json-object.ts';

import { openBody, toSingleRead } from '../open-body.ts';
import type { ResponseBody } from '../response-body.ts';
import { readEvents, type ServerEvent } from '../sse.ts';

type Events = AsyncIterable<Iterable<ResponseStreamEvent>>;

const LAST: ReadonlySet<string> = new Set(['response.completed', 'response.incomplete', 'response.failed']);
const DONE = '[DONE]';

/** The events of a response, those of one read together. Reading them throws if one isn't JSON or is an error. */
export async function readResponseEvents(body: ResponseBody): Promise<Events> {
  const opened = await openBody(body);
  if (opened.kind === 'json') return toSingleRead(opened.values.flatMap(toEvents));
  return readEvents(opened.bytes, { isLast, parse, dropRest: () => body.dropRest() });
}

/** A server that ignores `stream` answers with the whole response, or with the events alone. */
function toEvents(value: unknown): readonly ResponseStreamEvent[] {
  if (!isJsonObject(value)) return [];
  const { error, status } = value;
  if (isGiven(error)) throw serverFault(error);
  if (!('output' in value)) return [toEvent(value)];
  const isEnd = status === 'incomplete' || status === 'failed';
  return [toEvent({ type: isEnd ? `response.${status}` : 'response.completed', response: value })];
}

/** The wire format of this API. Fields that a server omits are read as missing. */
function toEvent(value: unknown): ResponseStreamEvent {
  return value as ResponseStreamEvent;
}

function isLast({ event, data }: ServerEvent): boolean {
  return LAST.has(event) || data === DONE;
}

function* parse(events: readonly ServerEvent[]): Generator<ResponseStreamEvent> {
  for (const { event, data } of events) {
    if (data === '' || data === DONE) continue;
    const value: unknown = JSON.parse(data);
    const error = isJsonObject(value) ? value['error'] : undefined;
    if (event === 'error') throw serverFault(error ?? value);
    if (isGiven(error)) throw serverFault(error);
    yield toEvent(value);
  }
}

function isGiven(error: unknown): boolean {
  return error !== undefined && error !== null && error !== '' && error !== false;
}

/** Has the shape of the errors that the SDK throws. */
function serverFault(error: unknown): Error {
  const { code, type, message } = isJsonObject(error) ? error : {};
  return Object.assign(new Error(typeof message === 'string' ? message : 'The response failed.'), {
    error,
    code,
    type,
  });
}
