// Rate limits by caller and kind of request, so that a broken script or a flood affects no other client.
import { DEFAULT_RATES, RATE_CLASSES, type RateClass, type Rates } from '#contract/wire/rates.ts';
import { setBounded } from './set-bounded.ts';

const WINDOW_MS = 60_000;
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

/** Counts requests per minute and key. */
export class MinuteCounter {
  readonly #now: () => number;
  readonly #minutes = new Map<string, { readonly since: number; count: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one request, if it is within the limit. */
  count(key: string, limit: number): RateStatus {
    const now = this.#now();
    let minute = this.#minutes.get(key);
    if (minute === undefined || now - minute.since >= WINDOW_MS) {
      minute = { since: now, count: 0 };
      setBounded(this.#minutes, key, minute, MAX_COUNTERS);
    }
    const resetMs = Math.max(1, Math.ceil(minute.since + WINDOW_MS - now));
    if (minute.count >= limit) return { limit, remaining: 0, resetMs, retryAfterMs: resetMs };
    minute.count += 1;
    return { limit, remaining: limit - minute.count, resetMs, retryAfterMs: 0 };
  }
}

/** The rate limits of one gateway. */
export class RateLimits {
  readonly #counter: MinuteCounter;
  readonly #rates: () => Rates | undefined;
  readonly #refused = new Map<RateClass, number>();

  constructor(now: () => number, rates: () => Rates | undefined) {
    this.#counter = new MinuteCounter(now);
    this.#rates = rates;
  }

  /** Counts one request of `caller`. Control-plane writes are counted by method. */
  count(kind: RateClass, caller: string, method: string): RateStatus {
    const key = kind === 'controlPlane' ? `${kind} ${method} ${caller}` : `${kind} ${caller}`;
    const status = this.#counter.count(key, this.#limits()[kind]);
    if (status.retryAfterMs > 0) this.#refused.set(kind, (this.#refused.get(kind) ?? 0) + 1);
    return status;
  }

  /** The limits in effect, and how often each rejected a request. */
  rows(): readonly RateRow[] {
    const limits = this.#limits();
    return RATE_CLASSES.map((name) => ({ name, perMinute: limits[name], refused: this.#refused.get(name) ?? 0 }));
  }

  #limits(): Rates {
    return this.#rates() ?? DEFAULT_RATES;
  }
}
