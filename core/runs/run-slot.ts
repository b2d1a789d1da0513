// The slot of one run. While the run waits for a person or a timer, other runs can use it.
import type { RunQueue, SlotRequest } from './run-queue.ts';

/** Waits without occupying a slot. */
export interface SlotWait {
  /** Releases the slot during `wait`, and acquires one again before it returns the result, unless the run is stopped. */
  whileWaiting<T>(wait: () => Promise<T>): Promise<T>;
}

/** The slot of work that isn't limited. */
export const NO_SLOT: SlotWait = { whileWaiting: (wait) => wait() };

/** The slot of a run. */
export class RunSlot implements SlotWait {
  readonly #queue: Pick<RunQueue, 'take' | 'release'>;
  readonly #signal: AbortSignal;
  readonly #queued: () => void;
  #request: SlotRequest;
  #isTaken = false;
  #taking: Promise<void> | undefined;
  /** Calls of a run that wait at the same time. */
  #waits = 0;

  /** `queued` is called when the run has to wait for a slot. */
  constructor(
    queue: Pick<RunQueue, 'take' | 'release'>,
    request: SlotRequest,
    signal: AbortSignal,
    queued: () => void,
  ) {
    this.#queue = queue;
    this.#request = request;
    this.#signal = signal;
    this.#queued = queued;
  }

  /** Whether the run may have done something. If not, it can be queued again after a restart. */
  get hasStarted(): boolean {
    return this.#request.isResuming;
  }

  /** Acquires the slot, or returns without it once the run is stopped. */
  take(): Promise<void> {
    this.#taking ??= this.#take().finally(() => (this.#taking = undefined));
    return this.#taking;
  }

  /** Releases the slot, if the run has it. */
  release(): void {
    if (!this.#isTaken) return;
    this.#isTaken = false;
    this.#queue.release(this.#request.ownerId);
  }

  async whileWaiting<T>(wait: () => Promise<T>): Promise<T> {
    this.#waits += 1;
    this.release();
    try {
      return await wait();
    } finally {
      this.#waits -= 1;
      if (this.#waits === 0) await this.take();
    }
  }

  async #take(): Promise<void> {
    if (this.#isTaken) return;
    this.#isTaken = await this.#queue.take(this.#request, this.#signal, this.#queued);
    if (this.#isTaken) this.#request = { ...this.#request, isResuming: true };
  }
}
