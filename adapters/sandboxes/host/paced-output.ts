// Holds back a child that prints faster than anybody can read, so that the rest of the host stays responsive.

const WINDOW_MS = 50;
/** 20 MB/s: far above what a screen can show. */
const MAX_CHARS_PER_WINDOW = 1024 * 1024;

/** What can be held back. */
interface Source {
  pause(): void;
  resume(): void;
}

/** Counts output and pauses the source for the rest of the window when it is too much. */
export interface Pacer {
  count(chars: number, source: Source | undefined): void;
  stop(): void;
}

/** Makes a pacer. It has a timer only while its source is paused. */
export function createPacer(): Pacer {
  let windowStart = 0;
  let chars = 0;
  let timer: NodeJS.Timeout | undefined;
  return {
    count: (more, source) => {
      const now = performance.now();
      if (now - windowStart > WINDOW_MS) {
        windowStart = now;
        chars = 0;
      }
      chars += more;
      if (chars <= MAX_CHARS_PER_WINDOW || timer !== undefined || source === undefined) return;
      source.pause();
      timer = setTimeout(
        () => {
          timer = undefined;
          source.resume();
        },
        windowStart + WINDOW_MS - now,
      );
    },
    stop: () => clearTimeout(timer),
  };
}
