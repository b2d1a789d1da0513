// Limits who can use web chat how often. Separate from sign-in, so that a page can't lock out its user with wrong links.
import { LoginLimiter } from '../../access/sign-in/login-limiter.ts';
import { MinuteCounter } from '../../access/limits/rate-limits.ts';
import type { GatewayRuntime } from '../../server/runtime.ts';

/** Requests of an address. An open page makes about three without anything happening. */
const PER_MINUTE = 240;
/** New visitors of an address. */
const VISITORS_PER_MINUTE = 20;
/** Pages of an address, and of all, that wait for messages at the same time. */
const MAX_WAITING_OF_ADDRESS = 20;
const MAX_WAITING = 500;

/** The limits of one gateway. */
class WebChatGuard {
  readonly #failures: LoginLimiter;
  readonly #requests: MinuteCounter;
  readonly #waiting = new Map<string, number>();
  #allWaiting = 0;

  constructor(now: () => number) {
    this.#failures = new LoginLimiter(now);
    this.#requests = new MinuteCounter(now);
  }

  /** Ms until this address may make a request; 0 when it may now. Counts a request. */
  waitMs(address: string): number {
    const locked = this.#failures.lockedFor(address);
    return locked > 0 ? locked : this.#requests.count(address, PER_MINUTE).retryAfterMs;
  }

  /** The same for becoming a visitor. */
  visitorWaitMs(address: string): number {
    return this.#requests.count(`visitor ${address}`, VISITORS_PER_MINUTE).retryAfterMs;
  }

  /** Records a wrong link. Returns how long to delay the answer, ms. */
  failed(address: string): number {
    return this.#failures.lockedFor(address) > 0 ? 0 : this.#failures.failed(address);
  }

  /** Runs a read that waits, unless too many others do; undefined then. */
  async wait<T>(address: string, work: () => Promise<T>): Promise<T | undefined> {
    const ofAddress = this.#waiting.get(address) ?? 0;
    if (ofAddress >= MAX_WAITING_OF_ADDRESS || this.#allWaiting >= MAX_WAITING) return undefined;
    this.#waiting.set(address, ofAddress + 1);
    this.#allWaiting += 1;
    try {
      return await work();
    } finally {
      this.#allWaiting -= 1;
      const rest = (this.#waiting.get(address) ?? 1) - 1;
      if (rest === 0) this.#waiting.delete(address);
      else this.#waiting.set(address, rest);
    }
  }

  close(): void {
    // Nothing is open longer than its request.
  }
}

/** The guard of a gateway. */
export function makeWebChatGuard({ services }: GatewayRuntime): WebChatGuard {
  return new WebChatGuard(() => services.clock.monotonic());
}
