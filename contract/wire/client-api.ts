// The client of the gateway as pages, command line and tests see it. `client.ts` builds it over any frame channel.
import type { Sign } from './client-proof.ts';
import type { EventName, EventPayloads } from './events.ts';
import type { FrameChannel } from './frames.ts';
import type { MethodName, MethodParams, MethodResult } from '../methods/registry.ts';

/**
 * Where a connection stands. `reconnecting`: lost, trying again at `retryAtMs`; `paused`: the tries are used up, waiting for
 * wake, network change, focus or a button (`retryNow`); `refused`: the gateway said no for good (`reason` says why).
 */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready'; readonly latencyMs?: number }
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly retryAtMs: number; readonly reason: string }
  | { readonly kind: 'paused'; readonly reason: string }
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly code?: string;
      readonly details?: Readonly<Record<string, unknown>>;
    }
  | { readonly kind: 'closed' };

/** What `hello-ok` told, as far as our own pages use it. */
export interface Hello {
  readonly server: { readonly version: string; readonly connId: string; readonly bootId?: string };
  readonly features: {
    readonly methods: readonly string[];
    readonly events: readonly string[];
    readonly capabilities?: readonly string[];
  };
  readonly scopes: readonly string[];
  readonly snapshot: Readonly<Record<string, unknown>>;
  /** What a device that proved its key is let in with from now on. */
  readonly deviceToken?: string;
}

/** What a device signs to prove its key. Times are Unix ms. */
export interface ProofRequest {
  readonly clientId: string;
  readonly clientMode: string;
  readonly role: string;
  readonly scopes: readonly string[];
  /** The credential that goes with it, or empty. */
  readonly token: string;
  readonly nonce: string;
  readonly platform: string;
  readonly now: number;
}

/** The proof, as `connect` carries it. */
export interface DeviceProof {
  readonly id: string;
  readonly publicKey: string;
  readonly signature: string;
  readonly signedAt: number;
  readonly nonce: string;
}

/** How a client is made. Timers and randomness come from the platform, so the client itself is pure language. */
export interface ClientOptions {
  /** Opens a channel; called for each try. Rejects or closes when the gateway cannot be reached. */
  readonly open: (signal: AbortSignal) => Promise<FrameChannel>;
  readonly identity: {
    readonly id: string;
    readonly mode: string;
    readonly version: string;
    readonly platform: string;
  };
  readonly token?: string;
  /** The one-use token of a setup code, instead of `token`. */
  readonly bootstrapToken?: string;
  /** Proves a device key; without it the client is no device. */
  readonly prove?: (request: ProofRequest) => DeviceProof;
  /** Signs with this client's own key: that the connection is its, and each call that needs a fresh proof. */
  readonly sign?: Sign;
  readonly scopes: readonly string[];
  readonly caps: readonly string[];
  readonly timers: { now(): number; after(ms: number, run: () => void): () => void; random(): number };
  /** Tries before `paused`; default 10. */
  readonly maxTries?: number;
}

/** A kept connection to a gateway. */
export interface GatewayClient {
  readonly state: () => ConnectionState;
  readonly hello: () => Hello | undefined;
  onState(listener: (state: ConnectionState) => void): () => void;
  start(): void;
  /** Tries at once: after wake, network change, focus, or by a button. */
  retryNow(): void;
  stop(): void;
  /**
   * Calls a method. While reconnecting it waits for the connection; reads (and writes with an idempotency key) that were cut off
   * are sent again once, other calls fail. @throws {RequestError}
   */
  request<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options?: { readonly timeoutMs?: number; readonly signal?: AbortSignal },
  ): Promise<MethodResult<M>>;
  on<E extends EventName>(event: E, listener: (payload: EventPayloads[E]) => void): () => void;
  /** A gap in `seq`: events were lost, so what was read must be read again. */
  onGap(listener: () => void): () => void;
}

/** A call that failed: the gateway's error, or `TIMEOUT`, `DISCONNECTED`, `ABORTED` of the client. */
export class RequestError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryable: boolean;
  constructor(code: string, message: string, details: Readonly<Record<string, unknown>> = {}, retryable = false) {
    super(message);
    this.name = 'RequestError';
    this.code = code;
    this.details = details;
    this.retryable = retryable;
  }
}
