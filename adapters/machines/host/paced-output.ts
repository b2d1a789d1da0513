// Holds back a child that prints faster than anybody can read, so that the rest of the host stays responsive.

const WINDOW_MS = 50;

/** Characters per second of a command: the host keeps its head and tail and passes the rest on. */
export const COMMAND_PACE = 16 * 1024 * 1024;
/** Characters per second of a terminal: as fast as an emulator can follow. */
export const TERMINAL_PACE = 4 * 1024 * 1024;

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
export function createPacer(charsPerSecond: number): Pacer {
  const maxChars = (charsPerSecond * WINDOW_MS) / 1000;
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
      if (chars <= maxChars || timer !== undefined || source === undefined) return;
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
