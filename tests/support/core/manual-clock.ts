// A clock that a test moves by hand: no test waits for real time.
import type { Clock } from '#core/ports/clock.ts';

interface Timer {
  at: number;
  readonly run: () => void;
}

/** A clock whose time passes only when the test says so. */
export class ManualClock implements Clock {
  #now = Date.UTC(2026, 10, 21, 9, 0, 0);
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  monotonic(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Timers that are set. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Sets the clock forward or back, as after a sleep or by hand: timers wait as long as before. */
  jump(ms: number): void {
    this.#now += ms;
    for (const timer of this.#timers) timer.at += ms;
  }

  /** Moves time on and runs what falls due, in order; promises settle between. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    do await settle();
    while (this.runNext(end));
    this.#now = end;
    await settle();
  }

  /** The same without waiting for promises. */
  elapse(ms: number): void {
    const end = this.#now + ms;
    while (this.runNext(end));
    this.#now = end;
  }

  /** Moves time on to the next timer and runs it, unless it falls due after `end`. Returns whether there was one. */
  runNext(end = Infinity): boolean {
    const [due] = [...this.#timers].filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at);
    if (due === undefined) return false;
    this.#timers.delete(due);
    this.#now = Math.max(this.#now, due.at);
    due.run();
    return true;
  }
}

/** Lets everything run that waits for promises only. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}
