// Decides which sessions are drawn in a frame: the focused one always, the others in turn, so that ten streams stay smooth.

/** When a flush happens: an animation frame, or a timer where nothing is seen. */
export interface FrameSource {
  next(run: () => void): void;
}

/** Sessions besides the focused one that are flushed in one frame. */
const OTHERS_PER_FRAME = 2;

/** Gathers names that want a flush and calls `flush` for some of them each frame until none is left. */
export function createFlushTurns(
  frames: FrameSource,
  flush: (name: string) => void,
): { want(name: string): void; focus(name: string | undefined): void } {
  const waiting = new Set<string>();
  let focused: string | undefined;
  let asked = false;
  const ask = (): void => {
    if (asked) return;
    asked = true;
    frames.next(run);
  };
  const run = (): void => {
    asked = false;
    for (const name of turn()) {
      waiting.delete(name);
      flush(name);
    }
    if (waiting.size > 0) ask();
  };
  const turn = (): readonly string[] => {
    const others = [...waiting].filter((name) => name !== focused).slice(0, OTHERS_PER_FRAME);
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
    if (document.visibilityState === 'visible') requestAnimationFrame(() => run());
    else setTimeout(run, HIDDEN_MS);
  },
};
