// The gateway client's interface. `client.ts` implements it over any frame channel.
import type { Sign } from './client-proof.ts';
import type { CallProgress } from './call-progress.ts';
import type { EventName, EventPayloads } from './events.ts';
import type { FrameChannel } from './frames.ts';
import type { MethodName, MethodParams, MethodResult } from '../methods/registry.ts';

/**
 * State of a connection. `connecting`: opening the socket; `authenticating`: the socket is open, sign-in isn't done;
 * `reconnecting`: lost, next attempt at `retryAtMs`; `disconnected`: no attempt is planned, for the given cause.
 */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'authenticating' }
  | { readonly kind: 'connected'; readonly latencyMs?: number }
  | { readonly kind: 'reconnecting'; readonly attempt: number; readonly retryAtMs: number; readonly reason: string }
  | Disconnected;

/**
 * `stopped`: not started, or stopped; `unreachable`: out of attempts until `retryNow` is called (wake, network change, focus, or a
 * button); `refused`: permanently rejected by the gateway for `reason`.
 */
type Disconnected =
  | { readonly kind: 'disconnected'; readonly cause: 'stopped' }
  | { readonly kind: 'disconnected'; readonly cause: 'unreachable'; readonly reason: string }
  | {
      readonly kind: 'disconnected';
      readonly cause: 'refused';
      readonly reason: string;
      readonly code?: string;
      readonly details?: Readonly<Record<string, unknown>>;
    };

/** The parts of `hello-ok` that the app uses. */
export interface Hello {
  readonly server: { readonly version: string; readonly connId: string; readonly bootId?: string };
  readonly features: {
    readonly methods: readonly string[];
    readonly events: readonly string[];
    readonly capabilities?: readonly string[];
  };
  readonly scopes: readonly string[];
  readonly snapshot: Readonly<Record<string, unknown>>;
  /** Token that a device uses from now on, once it has proved its key. */
  readonly deviceToken?: string;
}

/** What a device signs to prove possession of its key. Times are Unix ms. */
export interface ProofRequest {
  readonly clientId: string;
  readonly clientMode: string;
  readonly role: string;
  readonly scopes: readonly string[];
  /** The accompanying credential, or empty. */
  readonly token: string;
  readonly nonce: string;
  readonly platform: string;
  readonly now: number;
}

/** The proof as sent in `connect`. */
export interface DeviceProof {
  readonly id: string;
  readonly publicKey: string;
  readonly signature: string;
  readonly signedAt: number;
  readonly nonce: string;
}

/** Options of a client. The platform provides timers and randomness. */
export interface ClientOptions {
  /** Opens a channel. Called for each attempt. Rejects or closes if the gateway can't be reached. */
  readonly open: (signal: AbortSignal) => Promise<FrameChannel>;
  readonly identity: {
    readonly id: string;
    readonly mode: string;
    readonly version: string;
    readonly platform: string;
  };
  readonly token?: string;
  /** The single-use token of a setup code, instead of `token`. */
  readonly bootstrapToken?: string;
  /** Proves a device key. Without it, the client isn't a device. */
  readonly prove?: (request: ProofRequest) => DeviceProof;
  /** Signs the connection and calls that require a fresh proof with this client's own key. */
  readonly sign?: Sign;
  readonly scopes: readonly string[];
  readonly caps: readonly string[];
  readonly timers: { now(): number; after(ms: number, run: () => void): () => void; random(): number };
  /** Attempts before `paused`. Default: 10. */
  readonly maxTries?: number;
}

/** Options of a call. */
export interface CallOptions {
  /** Longest wait for a response or for progress, ms. Default: `REQUEST_TIMEOUT_MS`. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called while the gateway works on a call that can take long. */
  readonly onProgress?: (progress: CallProgress) => void;
}

/** A connection to a gateway that reconnects automatically. */
export interface GatewayClient {
  readonly state: () => ConnectionState;
  readonly hello: () => Hello | undefined;
  onState(listener: (state: ConnectionState) => void): () => void;
  start(): void;
  /** Reconnects immediately: after wake, network change, focus, or a click. */
  retryNow(): void;
  stop(): void;
  /**
   * Calls a method. While reconnecting, it waits for the connection. Reads and writes with an idempotency key are retried once if
   * the connection is lost; other calls fail. @throws {RequestError}
   */
  request<M extends MethodName>(method: M, params: MethodParams<M>, options?: CallOptions): Promise<MethodResult<M>>;
  on<E extends EventName>(event: E, listener: (payload: EventPayloads[E]) => void): () => void;
  /** Called on a gap in `seq`: events were lost, so data must be reloaded. */
  onGap(listener: () => void): () => void;
}

/** A failed call: the gateway's error, or the client's own `TIMEOUT`, `DISCONNECTED`, `ABORTED`, or `UNSUPPORTED`. */
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
