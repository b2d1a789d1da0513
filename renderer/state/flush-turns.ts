// Decides which sessions are rendered in a frame: the focused one always, the others in turn, so that ten streams stay smooth.

/** Calls back in the next frame, with the time that the last one took, ms. */
export interface FrameSource {
  next(run: (lastMs: number) => void): void;
}

/** Sessions besides the focused one that are flushed in the first frame, and at most in any. */
const FIRST_OTHERS = 2;
const MOST_OTHERS = 12;
/**
 * After a frame that took longer, the next one renders one session less, down to one; ms. Few large frames cost less than many
 * small ones, because style, layout, and painting have a price per frame; a key waits for one at most.
 */
const COSTLY_MS = 14;
/** After a frame that took less, the next one renders one session more, ms. */
const CHEAP_MS = 9;

/** Collects names that need a flush, and calls `flush` for some of them in each frame until none is left. */
export function createFlushTurns(
  frames: FrameSource,
  flush: (name: string) => void,
): { want(name: string): void; focus(name: string | undefined): void } {
  const waiting = new Set<string>();
  let focused: string | undefined;
  let requested = false;
  let most = FIRST_OTHERS;
  const request = (): void => {
    if (requested) return;
    requested = true;
    frames.next(run);
  };
  const run = (lastMs: number): void => {
    requested = false;
    if (lastMs > COSTLY_MS) most = Math.max(1, most - 1);
    else if (lastMs < CHEAP_MS) most = Math.min(MOST_OTHERS, most + 1);
    for (const name of turn()) {
      waiting.delete(name);
      flush(name);
    }
    if (waiting.size > 0) request();
  };
  const turn = (): readonly string[] => {
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
