// Measures how long a model thinks: from its request, or from the block before, until it writes something else.

/** The time of each thinking block of one message. Times are monotonic, ms. */
export class ThinkingTime {
  readonly #spent = new Map<number, number>();
  #open: { readonly index: number; readonly since: number } | undefined;
  #lastAt: number;

  constructor(requestedAt: number) {
    this.#lastAt = requestedAt;
  }

  /** A part of the block at `index` arrived. */
  add(index: number, isThinking: boolean, now: number): void {
    if (this.#open?.index !== index) {
      this.#close(now);
      if (isThinking) this.#open = { index, since: this.#lastAt };
    }
    this.#lastAt = now;
  }

  /** The message is over. Time by block; undefined if the model didn't think. */
  end(): Readonly<Record<string, number>> | undefined {
    this.#close(this.#lastAt);
    return this.#spent.size === 0 ? undefined : Object.fromEntries(this.#spent);
  }

  #close(now: number): void {
    if (this.#open === undefined) return;
    const { index, since } = this.#open;
    this.#spent.set(index, (this.#spent.get(index) ?? 0) + Math.round(now - since));
    this.#open = undefined;
    this.#lastAt = now;
  }
}
