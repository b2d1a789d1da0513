// Limits who can open share links how often. Separate from sign-in, so that a page can't lock out its user with wrong links.
import { LoginLimiter } from '../access/sign-in/login-limiter.ts';
import { MinuteCounter } from '../access/limits/rate-limits.ts';
import type { GatewayRuntime } from '../server/runtime.ts';

/** Requests of an address. */
const PER_MINUTE = 60;
/** Transcripts that are read at the same time. */
const MAX_OPEN = 4;

/** The limits of one gateway. */
class ShareGuard {
  readonly #failures: LoginLimiter;
  readonly #requests: MinuteCounter;
  #open = 0;

  constructor(now: () => number) {
    this.#failures = new LoginLimiter(now);
    this.#requests = new MinuteCounter(now);
  }

  /** Ms until this address may open a link; 0 when it may now. Counts a request. */
  waitMs(address: string): number {
    const locked = this.#failures.lockedFor(address);
    return locked > 0 ? locked : this.#requests.count(address, PER_MINUTE).retryAfterMs;
  }

  /** Records a wrong link. Returns how long to delay the answer, or that the address is locked out by now. */
  failed(address: string): { readonly delayMs: number; readonly lockedMs: number } {
    const lockedMs = this.#failures.lockedFor(address);
    return { delayMs: lockedMs > 0 ? 0 : this.#failures.failed(address), lockedMs };
  }

  /** Runs `work` unless too many others do. Returns whether it ran. */
  async run(work: () => Promise<void>): Promise<boolean> {
    if (this.#open >= MAX_OPEN) return false;
    this.#open += 1;
    try {
      await work();
    } finally {
      this.#open -= 1;
    }
    return true;
  }

  close(): void {
    // Nothing is open longer than its request.
  }
}

/** The guard of a gateway. */
export function makeShareGuard({ services }: GatewayRuntime): ShareGuard {
  return new ShareGuard(() => services.clock.monotonic());
}
