// Requests that wait for a person: the first answer wakes every waiter, and a request without an answer expires.
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { untilAborted } from '../runs/wait.ts';

/** Delay before retrying an expiry that could not be stored, for example because the disk is full, ms. */
const RETRY_MS = 5_000;

/** Dependencies of {@link PendingAnswers}. */
export interface PendingAnswersOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Stores that a request has expired. It is retried until it succeeds. */
  readonly expire: (id: string) => Promise<unknown>;
}

/** Pending requests by id, with their time limits and waiters. `T` is what waiters receive. */
export class PendingAnswers<T> {
  readonly #options: PendingAnswersOptions;
  readonly #timers = new Map<string, () => void>();
  readonly #waiters = new Map<string, Set<(answer: T) => void>>();

  constructor(options: PendingAnswersOptions) {
    this.#options = options;
  }

  /** Requests that have a time limit running. */
  get size(): number {
    return this.#timers.size;
  }

  /** Starts the time limit of a request. */
  open(id: string, expiresAtMs: number): void {
    this.#expireIn(id, Math.max(0, expiresAtMs - this.#options.clock.now()));
  }

  /** Stops the time limit of a request. */
  close(id: string): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }

  /** Stops all time limits; the requests stay pending. */
  stop(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  /** Passes the answer to everyone who waits for it. */
  settle(id: string, answer: T): void {
    for (const wake of this.#waiters.get(id) ?? []) wake(answer);
  }

  /** Waits for the answer, or for `known`, which is read once the wait has started; undefined when `signal` aborts first. */
  async wait(
    id: string,
    signal: AbortSignal,
    known: () => Promise<T | undefined> = () => Promise.resolve(undefined),
  ): Promise<T | undefined> {
    const { promise, resolve } = Promise.withResolvers<T>();
    const waiters = this.#waiters.get(id) ?? new Set();
    this.#waiters.set(id, waiters.add(resolve));
    try {
      return (await known()) ?? (await untilAborted(promise, signal));
    } finally {
      waiters.delete(resolve);
      if (waiters.size === 0) this.#waiters.delete(id);
    }
  }

  #expireIn(id: string, ms: number): void {
    this.close(id);
    this.#timers.set(
      id,
      this.#options.clock.after(ms, () => void this.#expire(id)),
    );
  }

  async #expire(id: string): Promise<void> {
    this.#timers.delete(id);
    try {
      await this.#options.expire(id);
    } catch (error) {
      this.#options.log.error("Couldn't save the expiry of a request; retrying.", { id, error: String(error) });
      this.#expireIn(id, RETRY_MS);
    }
  }
}
