// Limits connected clients, per caller and in total. A connected client is never disconnected to admit a new one.
import { unavailable, type GatewayError } from '#contract/wire/errors.ts';

/** Share of all connections reserved for callers that aren't connected yet. */
const RESERVED_SHARE = 0.1;
/** When a rejected client should retry, ms. */
const RETRY_AFTER_MS = 10_000;

/** The limits, from the configuration. */
export interface ConnectionCaps {
  readonly perDevice: number;
  readonly total: number;
}

/** A counted connection, until it is released. */
export interface ConnectionPlace {
  release(): void;
}

/** Counts the connected clients of each caller. */
export class ConnectionLimits {
  readonly #caps: () => ConnectionCaps;
  readonly #callers = new Map<string, number>();
  #total = 0;

  constructor(caps: () => ConnectionCaps) {
    this.#caps = caps;
  }

  /**
   * Counts one more client. `device` is the ID of its device, key, or browser; programs with the gateway token have
   * none and are only told apart by `address`. The last connections are reserved for callers without one.
   */
  take({ device, address }: { readonly device: string | undefined; readonly address: string }) {
    const caller = device ?? address;
    const { perDevice, total } = this.#caps();
    const own = this.#callers.get(caller) ?? 0;
    if (device !== undefined && own >= perDevice)
      return tooMany(`This device or key has reached its limit of ${perDevice} connections.`, 'device', perDevice);
    const reserved = own === 0 ? 0 : Math.ceil(total * RESERVED_SHARE);
    if (this.#total >= total - reserved)
      return tooMany(`The gateway has ${this.#total} connections and can't accept another one.`, 'gateway', total);
    this.#callers.set(caller, own + 1);
    this.#total += 1;
    const place: ConnectionPlace = { release: once(() => this.#release(caller)) };
    return place;
  }

  #release(caller: string): void {
    const left = (this.#callers.get(caller) ?? 1) - 1;
    if (left === 0) this.#callers.delete(caller);
    else this.#callers.set(caller, left);
    this.#total -= 1;
  }
}

function tooMany(message: string, scope: 'device' | 'gateway', limit: number): GatewayError {
  return unavailable(message, {
    retryAfterMs: RETRY_AFTER_MS,
    details: { code: 'TOO_MANY_CONNECTIONS', scope, limit, hint: 'Close connections that are no longer needed.' },
  });
}

function once(run: () => void): () => void {
  let isDone = false;
  return () => {
    if (!isDone) run();
    isDone = true;
  };
}
