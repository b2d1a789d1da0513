// How fast a terminal may print to clients that don't report what they have processed.

const WINDOW_MS = 50;
/** The speed of an emulator, characters per second. */
const CHARS_PER_SECOND = 4 * 1024 * 1024;
const MAX_CHARS = (CHARS_PER_SECOND * WINDOW_MS) / 1000;

/** Counts output in short windows. */
export class OutputPace {
  #start = -Infinity;
  #chars = 0;

  count(chars: number, now: number): void {
    if (now - this.#start >= WINDOW_MS) {
      this.#start = now;
      this.#chars = 0;
    }
    this.#chars += chars;
  }

  /** Time until more may be read, ms; 0 if it may be read now. */
  waitMs(now: number): number {
    return this.#chars <= MAX_CHARS ? 0 : Math.max(0, this.#start + WINDOW_MS - now);
  }
}
