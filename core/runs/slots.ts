// Limits the number of concurrent runs over all sessions.
import { untilAborted } from './wait.ts';

/** Slots for runs. The limit is read at each request, so a changed setting takes effect immediately. */
export class Slots {
  readonly #limit: () => number;
  readonly #waiting: (() => void)[] = [];
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
      let wake = () => {};
      const free = new Promise<void>((resolve) => {
        wake = resolve;
      });
      this.#waiting.push(wake);
      await untilAborted(free, signal);
      const index = this.#waiting.indexOf(wake);
      if (index >= 0) this.#waiting.splice(index, 1);
    }
    if (signal.aborted) return false;
    this.#taken += 1;
    return true;
  }

  release(): void {
    this.#taken -= 1;
    this.#waiting.shift()?.();
  }
}
