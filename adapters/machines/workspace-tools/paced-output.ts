// Slows down a child that prints too fast, so that the host stays responsive.

const WINDOW_MS = 50;

/** Characters per second of a command, whose output is only partly kept: hardly any prints faster, so it runs at its own speed. */
export const COMMAND_PACE = 256 * 1024 * 1024;

interface Source {
  pause(): void;
  resume(): void;
}

/** Counts output and pauses the source until the end of the window if it is too much. */
export interface Pacer {
  count(chars: number, source: Source | undefined): void;
  stop(): void;
}

/** Creates a pacer. It has a timer only while its source is paused. */
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
      const resume = (): void => {
        timer = undefined;
        source.resume();
      };
      timer = setTimeout(resume, windowStart + WINDOW_MS - now);
    },
    stop: () => clearTimeout(timer),
  };
}
