// Runs one model call: converts the server's chunks to events. It never throws and always ends with `done` or `failed`.
import type { StopReason, Usage } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from './answer-collector.ts';
import { runForSession } from './call-session.ts';
import { AnswerEmpty, toFailure } from './failure.ts';
import { AnswerBroken } from './response-body.ts';
import type { ServerCall } from './server-provider.ts';
import { StreamTurns } from './stream-turns.ts';

/** Reads the chunks of one wire format. */
export interface WireReader<Chunk> {
  /** Adds a chunk to the collector and returns its events. */
  take(chunk: Chunk): ModelEvent | readonly ModelEvent[] | undefined;
  /** The events of what the reader held back. Called once, after the last chunk. */
  end?(): readonly ModelEvent[];
  /** Why the model stopped; undefined if the stream ended before that was known. */
  readonly stopReason: StopReason | undefined;
  readonly usage: Usage | undefined;
}

/** All calls share the event loop. */
const turns = new StreamTurns();

/** Streams a call until its signal is aborted. `send` returns the chunks of one read together. */
export async function* streamCall<Chunk>(
  send: () => Promise<AsyncIterable<Iterable<Chunk>>>,
  wire: WireReader<Chunk>,
  { signal, collector, context, sessionKey }: ServerCall,
): AsyncGenerator<ModelEvent, void, undefined> {
  let heard = false;
  let counted: Usage | undefined;
  try {
    if (signal.aborted) throw new AnswerBroken();
    await turns.take();
    for await (const chunks of await runForSession(sessionKey, send)) {
      const turn = turns.take();
      if (turn !== undefined) await turn;
      const read = readAll(wire, chunks);
      heard ||= read.count > 0;
      if (signal.aborted) break;
      if (wire.usage !== undefined && wire.usage !== counted) yield { type: 'usage', usage: (counted = wire.usage) };
      // `yield*` would wait several times for each.
      for (const event of read.events) yield event;
      if (read.failure !== undefined) throw read.failure.error;
      if (collector.isFull) return yield done(wire, collector, 'length');
    }
    if (!heard && !signal.aborted) throw new AnswerEmpty();
    if (!signal.aborted) yield* wire.end?.() ?? [];
    const { stopReason } = wire;
    if (stopReason === undefined || signal.aborted) throw new AnswerBroken();
    yield done(wire, collector, stopReason);
  } catch (error) {
    const { content } = collector.finish(false);
    yield { type: 'failed', error: toFailure(error, context), content, ...defined({ usage: wire.usage }) };
  }
}

function done<Chunk>(wire: WireReader<Chunk>, collector: AnswerCollector, stopReason: StopReason): ModelEvent {
  return { type: 'done', ...collector.finish(true), stopReason, ...defined({ usage: wire.usage }) };
}

/** The events of chunks that arrived together, and the failure after them. */
function readAll<Chunk>(wire: WireReader<Chunk>, chunks: Iterable<Chunk>) {
  const events: ModelEvent[] = [];
  let count = 0;
  try {
    for (const chunk of chunks) {
      count += 1;
      const taken = wire.take(chunk) ?? [];
      for (const event of isList(taken) ? taken : [taken]) addEvent(events, event);
    }
    return { events, count };
  } catch (error) {
    return { events, count, failure: { error } };
  }
}

/** Adds an event, or its text to the one before it if that is of the same block. */
function addEvent(events: ModelEvent[], event: ModelEvent): void {
  const last = events.at(-1);
  if (last !== undefined && 'text' in last && 'text' in event && continues(last, event))
    events[events.length - 1] = { ...last, text: last.text + event.text };
  else events.push(event);
}

type Piece = Extract<ModelEvent, { readonly text: string }>;

function continues(before: Piece, after: Piece): boolean {
  return before.type === after.type && before.index === after.index;
}

/** `Array.isArray` doesn't narrow readonly arrays. */
function isList(events: ModelEvent | readonly ModelEvent[]): events is readonly ModelEvent[] {
  return Array.isArray(events);
}
