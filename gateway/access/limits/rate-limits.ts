// Rate limits by caller and kind of request, so that a broken script or a flood affects no other client.
import { DEFAULT_RATES, RATE_CLASSES, type RateClass, type Rates } from '#contract/wire/rates.ts';

const WINDOW_MS = 60_000;
/** Counters to keep; the oldest is evicted first. */
const MAX_COUNTERS = 10_000;

/** Rate limit status of a caller. */
export interface RateStatus {
  readonly limit: number;
  readonly remaining: number;
  readonly resetMs: number;
  /** 0 when the request is allowed. */
  readonly retryAfterMs: number;
}

/** Totals of one kind of request since the start. */
export interface RateRow {
  readonly name: RateClass;
  readonly perMinute: number;
  readonly refused: number;
}

interface Minute {
  readonly since: number;
  count: number;
}

/** The counters of one gateway. */
export class RateLimits {
  readonly #now: () => number;
  readonly #rates: () => Rates | undefined;
  readonly #minutes = new Map<string, Minute>();
  readonly #refused = new Map<RateClass, number>();

  constructor(now: () => number, rates: () => Rates | undefined) {
    this.#now = now;
    this.#rates = rates;
  }

  /** Counts one request of `caller`. Control-plane writes are counted by method. */
  count(kind: RateClass, caller: string, method: string): RateStatus {
    const limit = this.#limits()[kind];
    const key = kind === 'controlPlane' ? `${kind} ${method} ${caller}` : `${kind} ${caller}`;
    const now = this.#now();
    const minute = this.#getMinute(key, now);
    const resetMs = Math.max(1, Math.ceil(minute.since + WINDOW_MS - now));
    if (minute.count >= limit) {
      this.#refused.set(kind, (this.#refused.get(kind) ?? 0) + 1);
      return { limit, remaining: 0, resetMs, retryAfterMs: resetMs };
    }
    minute.count += 1;
    return { limit, remaining: limit - minute.count, resetMs, retryAfterMs: 0 };
  }

  /** The limits in effect, and how often each rejected a request. */
  rows(): readonly RateRow[] {
    const limits = this.#limits();
    return RATE_CLASSES.map((name) => ({ name, perMinute: limits[name], refused: this.#refused.get(name) ?? 0 }));
  }

  #limits(): Rates {
    return this.#rates() ?? DEFAULT_RATES;
  }

  #getMinute(key: string, now: number): Minute {
    const known = this.#minutes.get(key);
    if (known !== undefined && now - known.since < WINDOW_MS) return known;
    const minute = { since: now, count: 0 };
    // New minutes are appended, so the first one is the oldest.
    this.#minutes.delete(key);
    this.#minutes.set(key, minute);
    const [oldest] = this.#minutes.keys();
    if (this.#minutes.size > MAX_COUNTERS && oldest !== undefined) this.#minutes.delete(oldest);
    return minute;
  }
}
