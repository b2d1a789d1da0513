// Runs one model call: converts the SDK's chunks to events. It never throws and always ends with `done` or `failed`.
import type { StopReason, Usage } from '#contract/types/content.ts';
import { defined } from '#contract/types/defined.ts';
import type { ModelEvent } from '#core/ports/provider.ts';

import type { AnswerCollector } from './answer-collector.ts';
import { AnswerEmpty, toFailure } from './failure.ts';
import { AnswerBroken } from './response-body.ts';
import type { ServerCall } from './server-provider.ts';

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

/** Streams a call until its signal is aborted. */
export async function* streamCall<Chunk>(
  send: () => Promise<AsyncIterable<Chunk>>,
  wire: WireReader<Chunk>,
  { signal, collector, context }: ServerCall,
): AsyncGenerator<ModelEvent, void, undefined> {
  let heard = false;
  try {
    if (signal.aborted) throw new AnswerBroken();
    for await (const chunk of await send()) {
      heard = true;
      const events = wire.take(chunk);
      if (signal.aborted) break;
      if (events === undefined) continue;
      if (isList(events)) yield* events;
      else yield events;
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

/** `Array.isArray` doesn't narrow readonly arrays. */
function isList(events: ModelEvent | readonly ModelEvent[]): events is readonly ModelEvent[] {
  return Array.isArray(events);
}
