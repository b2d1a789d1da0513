// Limits the bytes of requests that are being handled: per client and in total. Small requests are always admitted.
import { MAX_FRAME_BYTES } from '#contract/wire/limits.ts';

/** Requests up to this size, bytes, don't count: their number is limited. */
const SMALL_BYTES = 64 * 1024;
/** Most bytes of large requests of one client. */
const MAX_PER_CLIENT = 2 * MAX_FRAME_BYTES;
/** Most bytes of large requests of all clients. */
const MAX_TOTAL = 8 * MAX_FRAME_BYTES;

/** The bytes of large requests of one client. */
export interface ClientRequests {
  /** Whether a request is admitted. If so, `done` must be called when it has been answered. */
  admit(bytes: number): boolean;
  done(bytes: number): void;
}

/** The bytes of all clients. */
export class RequestBudget {
  #total = 0;

  /** Counts the requests of one client. */
  client(): ClientRequests {
    let own = 0;
    return {
      admit: (bytes) => {
        if (bytes <= SMALL_BYTES) return true;
        if (own + bytes > MAX_PER_CLIENT || this.#total + bytes > MAX_TOTAL) return false;
        own += bytes;
        this.#total += bytes;
        return true;
      },
      done: (bytes) => {
        if (bytes <= SMALL_BYTES) return;
        own -= bytes;
        this.#total -= bytes;
      },
    };
  }
}
