// Limits the number of concurrent runs over all sessions.
import { untilAborted } from './wait.ts';

/** Slots for runs. The limit is read at each request, so a changed setting takes effect immediately. */
export class Slots {
  readonly #limit: () => number;
  readonly #waiting = new Set<() => void>();
  #taken = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get isFull(): boolean {
    return this.#taken >= Math.max(1, this.#limit());
  }

  /** Acquires a slot, in order of requests. Returns false when `signal` aborts first. */
  async take(signal: AbortSignal): Promise<boolean> {
    while (this.isFull) {
      if (signal.aborted) return false;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      await untilAborted(promise, signal);
      this.#waiting.delete(resolve);
    }
    if (signal.aborted) return false;
    this.#taken += 1;
    return true;
  }

  release(): void {
    this.#taken -= 1;
    const [wake] = this.#waiting;
    if (wake === undefined) return;
    this.#waiting.delete(wake);
    wake();
  }
}
