// A client's pending calls: timeouts, aborts, and retries after a lost connection.
import { isJsonObject } from '../types/json-object.ts';
import type { MethodName } from '../methods/registry.ts';
import { READ_METHODS } from '../generated/read-methods.ts';
import { RequestError, type CallOptions, type ClientOptions } from './client-api.ts';
import type { CallProgress } from './call-progress.ts';
import { errorDetails, type ErrorShape } from './errors.ts';
import { REQUEST_TIMEOUT_MS } from './client-timeouts.ts';

interface PendingCall {
  readonly id: string;
  readonly method: MethodName;
  readonly params: unknown;
  /** Sent on the current or an earlier connection. */
  sent: boolean;
  /** Retried after a lost connection. */
  resent: boolean;
  /** The gateway is working on it: waits for the full timeout again. */
  progress(progress: CallProgress): void;
  settle(): void;
  resolve(payload: unknown): void;
  reject(error: RequestError): void;
}

/** The calls of one client across all its connections. */
export class PendingCalls {
  readonly #after: ClientOptions['timers']['after'];
  readonly #calls = new Map<string, PendingCall>();
  #nextId = 1;

  constructor({ after }: ClientOptions['timers']) {
    this.#after = after;
  }

  /** Adds a call. Sends it immediately if `send` is given, otherwise when {@link sendWaiting} is called. */
  add(
    method: MethodName,
    params: unknown,
    { timeoutMs = REQUEST_TIMEOUT_MS, signal, onProgress }: CallOptions,
    send: ((text: string) => void) | undefined,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(aborted(method));
      const id = `c${this.#nextId}`;
      this.#nextId += 1;
      const fail = (error: RequestError): void => {
        const call = this.#take(id);
        if (call !== undefined) call.reject(error);
      };
      const startTimeout = () => this.#after(timeoutMs, () => fail(timedOut(method, timeoutMs)));
      let cancelTimeout = startTimeout();
      const progress = (news: CallProgress): void => {
        cancelTimeout();
        cancelTimeout = startTimeout();
        onProgress?.(news);
      };
      const onAbort = (): void => fail(aborted(method));
      signal?.addEventListener('abort', onAbort, { once: true });
      const settle = (): void => {
        cancelTimeout();
        signal?.removeEventListener('abort', onAbort);
      };
      const call: PendingCall = { id, method, params, sent: false, resent: false, progress, settle, resolve, reject };
      this.#calls.set(id, call);
      if (send !== undefined) transmit(call, send);
    });
  }

  /** Settles a call with its response. */
  answer(id: string, ok: boolean, payload: unknown, error: ErrorShape | undefined): void {
    const call = this.#take(id);
    if (call === undefined) return;
    if (ok) call.resolve(payload);
    else call.reject(fromShape(error));
  }

  /** Handles a progress event of a call. */
  progress(id: string, progress: CallProgress): void {
    this.#calls.get(id)?.progress(progress);
  }

  /** Handles a lost connection: calls that can't be retried fail, the others wait for the next connection. */
  interrupt(reason: string): void {
    for (const call of this.#calls.values()) {
      if (!call.sent) continue;
      call.sent = false;
      if (!call.resent && maySendAgain(call)) call.resent = true;
      else this.#take(call.id)?.reject(disconnected(call.method, reason));
    }
  }

  /** Sends all waiting calls. */
  sendWaiting(send: (text: string) => void): void {
    for (const call of this.#calls.values()) if (!call.sent) transmit(call, send);
  }

  /** Rejects the calls that `refuse` has an error for: all when the client stops, or those that a gateway doesn't support. */
  reject(refuse: (method: MethodName) => RequestError | undefined): void {
    for (const { id, method } of this.#calls.values()) {
      const error = refuse(method);
      if (error !== undefined) this.#take(id)?.reject(error);
    }
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

/** Reads and writes with an idempotency key can be sent twice. */
function maySendAgain({ method, params }: PendingCall): boolean {
  return READ_METHODS.has(method) || (isJsonObject(params) && 'idempotencyKey' in params);
}

function fromShape(error: ErrorShape | undefined): RequestError {
  if (error === undefined) return new RequestError('UNAVAILABLE', 'The gateway returned an error without details.');
  return new RequestError(error.code, error.message, errorDetails(error), error.retryable ?? false);
}

// People read these messages, so the method is only in the details.
function disconnected(method: string, reason: string): RequestError {
  return new RequestError(
    'DISCONNECTED',
    `The connection to the gateway was lost (${reason}).`,
    { code: 'connection-lost', method },
    true,
  );
}

function timedOut(method: string, ms: number): RequestError {
  return new RequestError('TIMEOUT', `The gateway didn't respond within ${Math.ceil(ms / 1000)} s.`, { method }, true);
}

function aborted(method: string): RequestError {
  return new RequestError('ABORTED', 'The request was canceled.', { method });
}
