// What the user must know about the store. Each problem has one entry, which is removed once it is solved.
import type { Log } from '#core/ports/log.ts';

/** What a problem is about. */
export type ProblemKind = 'newer' | 'damage' | 'secrets' | 'writes' | 'backups';

/** The current problems of a store. */
export class StoreProblems {
  /** Their texts; the same array for the life of the store. */
  readonly texts: string[] = [];
  readonly #log: Log;
  readonly #listeners = new Set<() => void>();
  readonly #byKind = new Map<ProblemKind, string>();

  constructor(log: Log) {
    this.#log = log;
  }

  /** Calls back after every change; returns the cancel function. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  has(kind: ProblemKind): boolean {
    return this.#byKind.has(kind);
  }

  /** Reports a problem, in place of an earlier one of its kind. */
  report(kind: ProblemKind, text: string): void {
    if (this.#byKind.get(kind) === text) return;
    this.#byKind.set(kind, text);
    this.#update();
    this.#log.error(text);
  }

  /** Called when a problem no longer exists. */
  solved(kind: ProblemKind, message: string): void {
    if (!this.#byKind.delete(kind)) return;
    this.#update();
    this.#log.info(message);
  }

  #update(): void {
    this.texts.splice(0, this.texts.length, ...this.#byKind.values());
    for (const listener of this.#listeners) listener();
  }
}
