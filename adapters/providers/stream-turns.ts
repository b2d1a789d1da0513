// Divides the event loop between model calls and everything else. One step of a call takes a few milliseconds, so those of many
// calls at full speed would delay every request.

/** Time of one turn of the event loop after which further steps wait, ms. */
const BUDGET_MS = 8;
/** Time of a turn within which more than one step that waited is continued, ms. Short steps then share the cost of a turn. */
const RESUME_MS = 2;

/** Lets the steps of all calls wait for a later turn of the event loop, in order, once this one has taken long enough. */
export class StreamTurns {
  readonly #waiting: (() => void)[] = [];
  /** When the first step of this turn started. */
  #startedAt: number | undefined;
  readonly #now: () => number;

  /** `now` is in ms. */
  constructor(now = () => performance.now()) {
    this.#now = now;
  }

  /** Resolves when the caller may take its next step; undefined if it may do so now. */
  take(): Promise<void> | undefined {
    if (this.#startedAt === undefined) this.#begin();
    else if (this.#waiting.length > 0 || this.#now() - this.#startedAt >= BUDGET_MS)
      return new Promise((resolve) => this.#waiting.push(resolve));
    return undefined;
  }

  #begin(): void {
    this.#startedAt = this.#now();
    setImmediate(this.#next);
  }

  /** Steps that waited come first in the next turn. */
  readonly #next = (): void => {
    this.#startedAt = undefined;
    if (this.#waiting.length === 0) return;
    this.#begin();
    this.#resume();
  };

  /** Continues one step, and the next one if it was short, together with all that followed from it. */
  #resume(): void {
    const resume = this.#waiting.shift();
    if (resume === undefined) return;
    resume();
    queueMicrotask(() =>
      process.nextTick(() => {
        if (this.#startedAt !== undefined && this.#now() - this.#startedAt < RESUME_MS) this.#resume();
      }),
    );
  }
}
