// Throttles and locks out failed sign-in attempts. It guards every credential: no combination of fields bypasses it.
import { setBounded } from '../limits/set-bounded.ts';

/** Failures within the window before the lockout. */
const MAX_FAILURES = 10;
const WINDOW_MS = 60_000;
const LOCK_MS = 5 * 60_000;
/** Failures answered without delay, for typing mistakes. */
const FREE_FAILURES = 2;
const FIRST_DELAY_MS = 250;
const MAX_DELAY_MS = 5_000;
const MAX_SOURCES = 1_000;

/** Counts failed logins by source: a page's origin, else a network address. */
export class LoginLimiter {
  readonly #now: () => number;
  readonly #maxFailures: number;
  readonly #sources = new Map<string, { readonly failures: readonly number[]; readonly lockedUntil: number }>();

  constructor(now: () => number, maxFailures = MAX_FAILURES) {
    this.#now = now;
    this.#maxFailures = maxFailures;
  }

  /** Ms until this source may try again; 0 when it may try now. */
  lockedFor(source: string): number {
    return Math.max(0, Math.ceil((this.#sources.get(source)?.lockedUntil ?? 0) - this.#now()));
  }

  /** Records a failure; returns the ms to delay the response by. */
  failed(source: string): number {
    const now = this.#now();
    const recent = (this.#sources.get(source)?.failures ?? []).filter((at) => at > now - WINDOW_MS);
    const failures = [...recent, now];
    const lockedUntil = failures.length >= this.#maxFailures ? now + LOCK_MS : 0;
    setBounded(this.#sources, source, { failures, lockedUntil }, MAX_SOURCES);
    const delayed = failures.length - FREE_FAILURES;
    return delayed <= 0 ? 0 : Math.min(FIRST_DELAY_MS * 2 ** (delayed - 1), MAX_DELAY_MS);
  }

  /** The limits, and the number of sources locked out now. */
  facts(): { readonly failures: number; readonly windowMs: number; readonly lockMs: number; readonly locked: number } {
    const locked = [...this.#sources.keys()].filter((source) => this.lockedFor(source) > 0).length;
    return { failures: this.#maxFailures, windowMs: WINDOW_MS, lockMs: LOCK_MS, locked };
  }

  succeeded(source: string): void {
    this.#sources.delete(source);
  }
}
