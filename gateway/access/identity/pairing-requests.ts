// Pending pairing requests of devices. Kept in memory for five minutes.
import type { Clock, Ids } from '#core/ports/clock.ts';
import type { DeviceRole } from '#contract/types/devices.ts';
import { sleep } from '#core/runs/wait.ts';
import { setBounded } from '../limits/set-bounded.ts';
import type { DeviceFacts } from './device-registry.ts';

const TTL_MS = 5 * 60_000;
/** Most pending requests, so that a stranger can't flood the page. */
const MAX_OPEN = 20;

/** New requests per minute: from one address, and in total. */
export const PAIRING_RATES = { perAddress: 30, inAll: 100 } as const;
const RATE_WINDOW_MS = 60_000;
/** Outcomes kept for clients that ask later. */
const MAX_OUTCOMES = 100;

/** Why a device needs (a new) approval. */
export type PairingReason = 'not-paired' | 'scope-upgrade' | 'role-upgrade' | 'metadata-upgrade';

/** A device that waits for approval. */
export interface DeviceRequest extends DeviceFacts {
  readonly requestId: string;
  readonly role: DeviceRole;
  readonly scopes: readonly string[];
  readonly reason: PairingReason;
  readonly browserOrigin?: string;
  readonly ts: number;
}

/** The outcome of a request. */
export interface Resolution {
  readonly requestId: string;
  readonly deviceId: string;
  readonly decision: 'approved' | 'rejected';
}

/** Receives changes of pairing requests. */
export interface PairingListener {
  requested(request: DeviceRequest): void;
  resolved(resolution: Resolution): void;
}

/** One pending request per device. */
export class PairingRequests {
  /** Pending requests, and a signal that aborts when they are answered. */
  readonly #open = new Map<string, { readonly request: DeviceRequest; readonly answered: AbortController }>();
  /** Requests whose answer is being stored: there is only one. */
  readonly #claimed = new Set<string>();
  readonly #outcomes = new Map<string, Resolution>();
  /** Time and address of the requests of the last minute. */
  #recent: readonly { readonly at: number; readonly from: string }[] = [];
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #listener: PairingListener;

  constructor(clock: Clock, ids: Ids, listener: PairingListener) {
    this.#clock = clock;
    this.#ids = ids;
    this.#listener = listener;
  }

  /** Opens a request. An identical one keeps its id; a changed one replaces it. Undefined when too many are pending. */
  ask(wanted: Omit<DeviceRequest, 'requestId' | 'ts'>): DeviceRequest | undefined {
    const open = this.list().find(({ deviceId }) => deviceId === wanted.deviceId);
    if (open !== undefined && isSame(open, wanted)) return open;
    if (open !== undefined) this.resolve(open.requestId, 'rejected');
    if (this.#open.size >= MAX_OPEN || !this.#admits(wanted.remoteIp ?? '')) return undefined;
    const request = { ...wanted, requestId: this.#ids.next(), ts: this.#clock.now() };
    this.#open.set(request.requestId, { request, answered: new AbortController() });
    this.#listener.requested(request);
    return request;
  }

  /** Limits clients that keep sending requests under new names. */
  #admits(from: string): boolean {
    const now = this.#clock.now();
    const recent = this.#recent.filter(({ at }) => at > now - RATE_WINDOW_MS);
    const isTooMany =
      recent.length >= PAIRING_RATES.inAll ||
      recent.filter((one) => one.from === from).length >= PAIRING_RATES.perAddress;
    this.#recent = isTooMany ? recent : [...recent, { at: now, from }];
    return !isTooMany;
  }

  /** Pending requests, oldest first. */
  list(): readonly DeviceRequest[] {
    const oldest = this.#clock.now() - TTL_MS;
    for (const [id, { request }] of this.#open) if (request.ts < oldest) this.#open.delete(id);
    return [...this.#open.values()].map(({ request }) => request);
  }

  get(requestId: string): DeviceRequest | undefined {
    return this.list().find((request) => request.requestId === requestId);
  }

  /** Reserves a pending request for one answer, until {@link release}. Returns undefined if it's not pending or already reserved. */
  claim(requestId: string): DeviceRequest | undefined {
    const request = this.#claimed.has(requestId) ? undefined : this.get(requestId);
    if (request !== undefined) this.#claimed.add(requestId);
    return request;
  }

  release(requestId: string): void {
    this.#claimed.delete(requestId);
  }

  /** Waits until a request of this device is answered or expires, or `signal` aborts. Undefined when it has no such request. */
  async outcome(
    requestId: string,
    deviceId: string,
    signal: AbortSignal,
  ): Promise<Resolution['decision'] | 'expired' | undefined> {
    const known = this.get(requestId);
    if ((known ?? this.#outcomes.get(requestId))?.deviceId !== deviceId) return undefined;
    const answered = this.#open.get(requestId)?.answered.signal;
    if (known !== undefined && answered !== undefined)
      await sleep(this.#clock, known.ts + TTL_MS - this.#clock.now(), AbortSignal.any([signal, answered]));
    return this.#outcomes.get(requestId)?.decision ?? 'expired';
  }

  /** Resolves a request and notifies. */
  resolve(requestId: string, decision: Resolution['decision']): void {
    const open = this.#open.get(requestId);
    if (open === undefined) return;
    this.#open.delete(requestId);
    const resolution = { requestId, deviceId: open.request.deviceId, decision };
    setBounded(this.#outcomes, requestId, resolution, MAX_OUTCOMES);
    open.answered.abort();
    this.#listener.resolved(resolution);
  }
}

function isSame(open: DeviceRequest, wanted: Omit<DeviceRequest, 'requestId' | 'ts'>): boolean {
  return (
    open.role === wanted.role &&
    open.reason === wanted.reason &&
    open.platform === wanted.platform &&
    open.deviceFamily === wanted.deviceFamily &&
    open.scopes.toSorted().join() === wanted.scopes.toSorted().join()
  );
}
