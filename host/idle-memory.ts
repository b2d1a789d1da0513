// After work memory goes back to the system. V8 alone keeps for long what one busy minute had needed.
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Engine } from '#core/engine/engine.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';

/** Quiet time before memory is given back, ms. */
const QUIET_MS = 700;
/** A heap up to this size is left alone, bytes. */
const SMALL_HEAP = 44 * 1024 * 1024;

/** V8's own collector, as the flag `--expose-gc` offers it. `last-resort` also gives pages back. */
type Collect = (options: {
  readonly type: 'major';
  readonly execution: 'sync';
  readonly flavor: 'last-resort';
}) => void;

interface Parts {
  readonly engine: Pick<Engine, 'onNotice'> & { readonly runs: Pick<Engine['runs'], 'active'> };
  readonly clock: Clock;
  readonly log: Log;
}

/** Collects once after each busy time, when no run goes on. Returns the stop function. */
export function returnMemoryWhenIdle({ engine, clock, log }: Parts): () => void {
  let cancel: (() => void) | undefined;
  const check = (): void => {
    cancel = undefined;
    if (engine.runs.active().length > 0) return;
    const heapTotal = getHeapStatistics().total_heap_size;
    if (heapTotal <= SMALL_HEAP) return;
    const began = clock.monotonic();
    collector()?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
    log.debug('memory given back', { beforeBytes: heapTotal, tookMs: Math.round(clock.monotonic() - began) });
  };
  const stop = engine.onNotice((notice) => {
    if (notice.kind !== 'event' || notice.event.type !== 'run.ended') return;
    cancel?.();
    cancel = clock.after(QUIET_MS, check);
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
  // V8 documents this signature for the function that the flag exposes.
  found = typeof gc === 'function' ? (gc as Collect) : undefined;
  return found;
}
