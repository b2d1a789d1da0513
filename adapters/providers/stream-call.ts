// Runs one model call: from the SDK's chunks to our events, never throwing, always closed by `done` or `failed`.
import type { StopReason, Usage } from '#contract/types/content.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from './answer-collector.ts';
import { AnswerEmpty, toFailure, type FailureContext } from './failure.ts';
import { AnswerBroken } from './response-body.ts';

/** Sends the request of one call. */
export type Send<Chunk> = () => Promise<AsyncIterable<Chunk>>;

/** Reads the answer to one call, in the language of one wire format. */
export interface WireReader<Chunk> {
  /** Reads one chunk into the collector; returns what is to be handed on. */
  take(chunk: Chunk): ModelEvent | readonly ModelEvent[] | undefined;
  /** Why the model stopped; undefined when the stream ended before it said so. */
  readonly stopReason: StopReason | undefined;
  readonly usage: Usage | undefined;
}

/** Streams a call. The signal of `context` ends it. */
export async function* streamCall<Chunk>(
  send: Send<Chunk>,
  wire: WireReader<Chunk>,
  collector: AnswerCollector,
  context: FailureContext,
): AsyncGenerator<ModelEvent, void, undefined> {
  let heard = false;
  try {
    if (context.signal.aborted) throw new AnswerBroken();
    for await (const chunk of await send()) {
      heard = true;
      const events = wire.take(chunk);
      if (context.signal.aborted) break;
      if (events === undefined) continue;
      if (isList(events)) yield* events;
      else yield events;
      if (collector.isFull) return yield done(wire, collector, 'length');
    }
    if (!heard && !context.signal.aborted) throw new AnswerEmpty();
    const { stopReason } = wire;
    if (stopReason === undefined || context.signal.aborted) throw new AnswerBroken();
    yield done(wire, collector, stopReason);
  } catch (error) {
    const { usage } = wire;
    yield {
      type: 'failed',
      error: toFailure(error, context),
      content: collector.finish(false).content,
      ...(usage === undefined ? {} : { usage }),
    };
  }
}

function done<Chunk>(wire: WireReader<Chunk>, collector: AnswerCollector, stopReason: StopReason): ModelEvent {
  const { usage } = wire;
  return { type: 'done', ...collector.finish(true), stopReason, ...(usage === undefined ? {} : { usage }) };
}

// `Array.isArray` does not narrow readonly arrays.
function isList(events: ModelEvent | readonly ModelEvent[]): events is readonly ModelEvent[] {
  return Array.isArray(events);
}
