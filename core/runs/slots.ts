// Limits the number of concurrent runs over all sessions.
import { untilAborted } from './wait.ts';

interface Waiter {
  isGranted: boolean;
  readonly wake: () => void;
}

/** Slots for runs, granted in order of requests. The limit is read each time, so a changed setting takes effect immediately. */
export class Slots {
  readonly #limit: () => number;
  readonly #waiting = new Set<Waiter>();
  #taken = 0;

  constructor(limit: () => number) {
    this.#limit = limit;
  }

  get limit(): number {
    return Math.max(1, this.#limit());
  }

  get isFull(): boolean {
    return this.#taken >= this.limit;
  }

  /** Acquires a slot. Returns false when `signal` aborts first. */
  async take(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter: Waiter = { isGranted: false, wake: resolve };
    this.#waiting.add(waiter);
    this.#grant();
    if (!waiter.isGranted) await untilAborted(promise, signal);
    this.#waiting.delete(waiter);
    return waiter.isGranted;
  }

  release(): void {
    this.#taken -= 1;
    this.#grant();
  }

  #grant(): void {
    for (const waiter of this.#waiting) {
      if (this.isFull) return;
      this.#waiting.delete(waiter);
      this.#taken += 1;
      waiter.isGranted = true;
      waiter.wake();
    }
  }
}
