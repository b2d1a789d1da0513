// The frames in which streams are rendered. After each, the main thread is left to keys and clicks for a while.
import type { FrameSource } from './flush-turns.ts';

/** Rest after a frame, relative to the time that it took: streams take two sevenths of the main thread's time at most. */
const REST = 2.5;
/** Longest rest, so that one slow frame doesn't make a stream look stuck, ms. */
const MAX_REST_MS = 100;
/** Shorter rests aren't worth a timer: the next frame doesn't start earlier, ms. */
const MIN_REST_MS = 4;
/** Delay of a frame while the page is hidden, because browsers give hidden pages none, ms. */
const HIDDEN_MS = 250;

/** What the browser offers. */
export interface FrameClock {
  now(): number;
  visible(): boolean;
  /** Calls back before the page is rendered. */
  beforeRendering(run: () => void): void;
  /** Called before rendering, calls back after it. */
  afterRendering(run: () => void): void;
  after(ms: number, run: () => void): void;
}

type Run = (lastMs: number) => void;

/** Frames with a rest after each. */
export function createPageFrames(clock: FrameClock = browserClock()): FrameSource {
  let lastMs = 0;
  let restsUntil = 0;
  let rendering = false;
  /** Wanted during a frame, whose time isn't known yet. */
  let next: Run | undefined;
  const request = (run: Run): void => {
    if (!clock.visible()) return clock.after(HIDDEN_MS, () => run(0));
    const restMs = restsUntil - clock.now();
    const start = (): void => clock.beforeRendering(() => runAndMeasure(run));
    if (restMs < MIN_REST_MS) start();
    else clock.after(restMs, start);
  };
  const runAndMeasure = (run: Run): void => {
    const startedAt = clock.now();
    rendering = true;
    clock.afterRendering(() => {
      rendering = false;
      lastMs = clock.now() - startedAt;
      restsUntil = clock.now() + Math.min(lastMs * REST, MAX_REST_MS);
      const wanted = next;
      next = undefined;
      if (wanted !== undefined) request(wanted);
    });
    run(lastMs);
  };
  return {
    next(run) {
      if (rendering) next = run;
      else request(run);
    },
  };
}

function browserClock(): FrameClock {
  const { port1, port2 } = new MessageChannel();
  let rendered: (() => void) | undefined;
  port1.onmessage = () => rendered?.();
  return {
    now: () => performance.now(),
    visible: () => document.visibilityState === 'visible',
    beforeRendering: (run) => void requestAnimationFrame(run),
    // A message that is posted before rendering arrives as the next task.
    afterRendering(run) {
      rendered = run;
      port2.postMessage(undefined);
    },
    after: (ms, run) => void setTimeout(run, ms),
  };
}
