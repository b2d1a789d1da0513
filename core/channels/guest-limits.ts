// How often people who are not linked may write: enough for a conversation, too little to keep an agent busy.
import type { Clock } from '../ports/clock.ts';
import { setBounded } from '../set-bounded.ts';

const WINDOW_MS = 10 * 60_000;
const MAX_IN_WINDOW = 10;
const MAX_SENDERS = 2_000;

/** Counts messages by sender. */
export class GuestLimits {
  readonly #clock: Clock;
  readonly #times = new Map<string, readonly number[]>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Whether one more message is accepted now; if so, it counts. */
  accept(sender: string): boolean {
    const now = this.#clock.now();
    const recent = (this.#times.get(sender) ?? []).filter((at) => at > now - WINDOW_MS);
    const isAccepted = recent.length < MAX_IN_WINDOW;
    setBounded(this.#times, sender, isAccepted ? [...recent, now] : recent, MAX_SENDERS);
    return isAccepted;
  }
}
