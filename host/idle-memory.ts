// Returns memory to the system after a burst of work. V8 on its own keeps a grown heap for a long time.
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Engine } from '#core/engine/engine.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';

/** Idle time before the collection. */
const IDLE_MS = 700;
/** Smaller heaps aren't worth a collection, bytes. */
const SMALL_HEAP = 44 * 1024 * 1024;

/** V8's collector, as exposed by `--expose-gc`. The `last-resort` flavor also returns pages to the system. */
type Collect = (options: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void;

interface Parts {
  readonly engine: Pick<Engine, 'onNotice'> & { readonly runs: Pick<Engine['runs'], 'active'> };
  readonly clock: Clock;
  readonly log: Log;
}

/** Collects garbage once after each burst of runs. Returns the stop function. */
export function returnMemoryWhenIdle({ engine, clock, log }: Parts): () => void {
  let cancel: (() => void) | undefined;
  const check = (): void => {
    cancel = undefined;
    if (engine.runs.active().length > 0) return;
    const beforeBytes = getHeapStatistics().total_heap_size;
    if (beforeBytes <= SMALL_HEAP) return;
    const startedAt = clock.monotonic();
    collector()?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    const tookMs = Math.round(clock.monotonic() - startedAt);
    log.debug('Returned memory to the system.', { beforeBytes, tookMs });
  };
  const stop = engine.onNotice((notice) => {
    if (notice.kind !== 'event' || notice.event.type !== 'run.ended') return;
    cancel?.();
    cancel = clock.after(IDLE_MS, check);
  });
  return () => {
    stop();
    cancel?.();
  };
}

let found: Collect | undefined;

function collector(): Collect | undefined {
  if (found !== undefined) return found;
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('typeof gc === "function" ? gc : undefined');
  // The signature that V8 documents for the exposed function.
  found = typeof gc === 'function' ? (gc as Collect) : undefined;
  return found;
}
