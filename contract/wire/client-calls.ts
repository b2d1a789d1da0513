// Calls of a client that wait for their answer: deadlines, aborts, and what becomes of them when the connection is lost.
import { READ_METHODS } from '../generated/read-methods.ts';
import { RequestError } from './client-api.ts';
import type { ErrorShape } from './errors.ts';

/** Timers as a client is given them. */
export interface ClientTimers {
  now(): number;
  after(ms: number, run: () => void): () => void;
}

interface PendingCall {
  readonly id: string;
  readonly method: string;
  readonly params: unknown;
  /** Sent on a connection that may be gone by now. */
  sent: boolean;
  /** Sent again once after a lost connection. */
  resent: boolean;
  settle(): void;
  resolve(payload: unknown): void;
  reject(error: RequestError): void;
}

/** How one call is made. */
export interface CallOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** The calls of one client over all its connections. */
export class PendingCalls {
  readonly #timers: ClientTimers;
  readonly #calls = new Map<string, PendingCall>();
  #nextId = 1;

  constructor(timers: ClientTimers) {
    this.#timers = timers;
  }

  /** Adds a call; `send` is called at once when given, else when {@link sendWaiting} is. */
  add(
    method: string,
    params: unknown,
    options: CallOptions,
    send: ((text: string) => void) | undefined,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (options.signal?.aborted === true) return reject(aborted(method));
      const id = `c${this.#nextId}`;
      this.#nextId += 1;
      const fail = (error: RequestError): void => {
        const call = this.#take(id);
        if (call !== undefined) call.reject(error);
      };
      const cancelTimeout = this.#timers.after(options.timeoutMs, () => fail(timedOut(method, options.timeoutMs)));
      const onAbort = (): void => fail(aborted(method));
      options.signal?.addEventListener('abort', onAbort, { once: true });
      const settle = (): void => {
        cancelTimeout();
        options.signal?.removeEventListener('abort', onAbort);
      };
      const call: PendingCall = { id, method, params, sent: false, resent: false, settle, resolve, reject };
      this.#calls.set(id, call);
      if (send !== undefined) transmit(call, send);
    });
  }

  /** Hands an answer to its call. */
  answer(id: string, ok: boolean, payload: unknown, error: ErrorShape | undefined): void {
    const call = this.#take(id);
    if (call === undefined) return;
    if (ok) call.resolve(payload);
    else call.reject(fromShape(error));
  }

  /** The connection is lost: calls that may not be sent again fail, the others wait for the next connection. */
  interrupt(reason: string): void {
    for (const call of this.#calls.values()) {
      if (!call.sent) continue;
      call.sent = false;
      if (!call.resent && maySendAgain(call)) call.resent = true;
      else
        this.#take(call.id)?.reject(
          new RequestError(
            'DISCONNECTED',
            `${call.method}: connection lost (${reason})`,
            { code: 'connection-lost' },
            true,
          ),
        );
    }
  }

  /** Sends everything that waits. */
  sendWaiting(send: (text: string) => void): void {
    for (const call of this.#calls.values()) if (!call.sent) transmit(call, send);
  }

  /** Fails everything: the client stops, or the gateway refused it for good. */
  rejectAll(error: RequestError): void {
    for (const id of this.#calls.keys()) this.#take(id)?.reject(error);
  }

  #take(id: string): PendingCall | undefined {
    const call = this.#calls.get(id);
    if (call === undefined) return undefined;
    this.#calls.delete(id);
    call.settle();
    return call;
  }
}

function transmit(call: PendingCall, send: (text: string) => void): void {
  call.sent = true;
  send(JSON.stringify({ type: 'req', id: call.id, method: call.method, params: call.params }));
}

/** Reads change nothing and keyed writes are recognised, so both may be sent twice. */
function maySendAgain(call: PendingCall): boolean {
  if (typeof call.params === 'object' && call.params !== null && 'idempotencyKey' in call.params) return true;
  return READ_METHODS.has(call.method);
}

function fromShape(error: ErrorShape | undefined): RequestError {
  if (error === undefined) return new RequestError('UNAVAILABLE', 'the gateway gave no reason');
  const details = typeof error.details === 'object' && error.details !== null ? { ...error.details } : {};
  return new RequestError(error.code, error.message, details, error.retryable ?? false);
}

function timedOut(method: string, ms: number): RequestError {
  return new RequestError('TIMEOUT', `${method}: no answer within ${Math.round(ms / 1000)} s`, {}, true);
}

function aborted(method: string): RequestError {
  return new RequestError('ABORTED', `${method}: aborted`);
}
