// Detects that a server stopped sending, with one timer for any number of chunks.

/** A running watch. */
export interface SilenceWatch {
  limit(ms: number): void;
  heard(): void;
  pause(): void;
  stop(): void;
}

/** Calls `onSilence` if nothing was received for the allowed time, ms. */
export function watchSilence(firstLimitMs: number, onSilence: (limitMs: number) => void): SilenceWatch {
  let limitMs = firstLimitMs;
  let last = performance.now();
  let paused = false;
  const check = (): void => {
    const left = paused ? limitMs : last + limitMs - performance.now();
    if (left <= 0) onSilence(limitMs);
    else timer = setTimeout(check, left);
  };
  let timer = setTimeout(check, limitMs);
  return {
    limit: (ms) => {
      clearTimeout(timer);
      limitMs = ms;
      last = performance.now();
      timer = setTimeout(check, limitMs);
    },
    heard: () => {
      last = performance.now();
      paused = false;
    },
    pause: () => (paused = true),
    stop: () => clearTimeout(timer),
  };
}
