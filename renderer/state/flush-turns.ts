// Decides which sessions are rendered in a frame: the focused one always, the others in turn, so that ten streams stay smooth.

/** Calls back in the next frame. */
export interface FrameSource {
  next(run: (nowMs: number) => void): void;
}

/** Sessions besides the focused one that are flushed per frame, and while frames are late. */
const OTHERS_PER_FRAME = 2;
const OTHERS_PER_LATE_FRAME = 1;
/** A longer gap between two frames means that the machine is overloaded, ms. */
const LATE_MS = 20;
/** After an even longer gap, the frame isn't late: nothing was requested before it, ms. */
const IDLE_MS = 250;

/** Collects names that need a flush, and calls `flush` for some of them in each frame until none is left. */
export function createFlushTurns(
  frames: FrameSource,
  flush: (name: string) => void,
): { want(name: string): void; focus(name: string | undefined): void } {
  const waiting = new Set<string>();
  let focused: string | undefined;
  let requested = false;
  let lastMs = 0;
  const request = (): void => {
    if (requested) return;
    requested = true;
    frames.next(run);
  };
  const run = (nowMs: number): void => {
    requested = false;
    const gap = nowMs - lastMs;
    const late = gap > LATE_MS && gap < IDLE_MS;
    lastMs = nowMs;
    for (const name of turn(late ? OTHERS_PER_LATE_FRAME : OTHERS_PER_FRAME)) {
      waiting.delete(name);
      flush(name);
    }
    if (waiting.size > 0) request();
  };
  const turn = (most: number): readonly string[] => {
    const others = [...waiting].filter((name) => name !== focused).slice(0, most);
    return focused !== undefined && waiting.has(focused) ? [focused, ...others] : others;
  };
  return {
    want(name) {
      waiting.add(name);
      request();
    },
    focus(name) {
      focused = name;
    },
  };
}

/** Delay of a flush while the page is hidden, because browsers give hidden pages no frames, ms. */
const HIDDEN_MS = 250;

/** Frames of this page. */
export const pageFrames: FrameSource = {
  next(run) {
    if (document.visibilityState === 'visible') requestAnimationFrame(run);
    else setTimeout(() => run(performance.now()), HIDDEN_MS);
  },
};
