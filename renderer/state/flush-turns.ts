// Decides which sessions are drawn in a frame: the focused one always, the others in turn, so that ten streams stay smooth.

/** When a flush happens: an animation frame, or a timer where nothing is seen. */
export interface FrameSource {
  next(run: (nowMs: number) => void): void;
}

/** Sessions besides the focused one that are flushed in one frame, and where frames come late. */
const OTHERS_PER_FRAME = 2;
const OTHERS_PER_LATE_FRAME = 1;
/** A frame that comes later than this after the one before shows that the machine is at its limit, ms. */
const LATE_MS = 20;
/** After such a pause nothing was asked for before, so the frame is not late, ms. */
const IDLE_MS = 250;

/** Gathers names that want a flush and calls `flush` for some of them each frame until none is left. */
export function createFlushTurns(
  frames: FrameSource,
  flush: (name: string) => void,
): { want(name: string): void; focus(name: string | undefined): void } {
  const waiting = new Set<string>();
  let focused: string | undefined;
  let asked = false;
  let lastMs = 0;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    frames.next(run);
  };
  const run = (nowMs: number): void => {
    asked = false;
    const gap = nowMs - lastMs;
    const late = gap > LATE_MS && gap < IDLE_MS;
    lastMs = nowMs;
    for (const name of turn(late ? OTHERS_PER_LATE_FRAME : OTHERS_PER_FRAME)) {
      waiting.delete(name);
      flush(name);
    }
    if (waiting.size > 0) ask();
  };
  const turn = (most: number): readonly string[] => {
    const others = [...waiting].filter((name) => name !== focused).slice(0, most);
    return focused !== undefined && waiting.has(focused) ? [focused, ...others] : others;
  };
  return {
    want(name) {
      waiting.add(name);
      ask();
    },
    focus(name) {
      focused = name;
    },
  };
}

/** Longest wait for a flush while the page is hidden, ms: browsers give hidden pages no frames. */
const HIDDEN_MS = 250;

/** Frames of this page. */
export const pageFrames: FrameSource = {
  next(run) {
    if (document.visibilityState === 'visible') requestAnimationFrame(run);
    else setTimeout(() => run(performance.now()), HIDDEN_MS);
  },
};
