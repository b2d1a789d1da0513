// Tells clients that the queue of runs changed. Changes at about the same time make one event.
import type { Clock } from '#core/ports/clock.ts';

/** Time during which changes are collected, ms. */
const COLLECT_MS = 50;

/** Announces changes of the queue. */
export class QueueNotices {
  readonly #clock: Clock;
  readonly #announce: () => void;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, announce: () => void) {
    this.#clock = clock;
    this.#announce = announce;
  }

  changed(): void {
    this.#cancel ??= this.#clock.after(COLLECT_MS, () => {
      this.#cancel = undefined;
      this.#announce();
    });
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
