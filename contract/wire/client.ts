// The gateway client over any frame channel: handshake, calls, events, reconnect, watchdog. No platform APIs.
import { defined } from '../types/defined.ts';
import { isJsonObject } from '../types/json-object.ts';
import { CAP_CALL_PROGRESS } from './call-progress.ts';
import { RequestError } from './client-api.ts';
import type { CallOptions, ClientOptions, ConnectionState, GatewayClient, Hello } from './client-api.ts';
import { browserText, proofFor } from './client-proof.ts';
import { PendingCalls } from './client-calls.ts';
import { Listeners } from './client-listeners.ts';
import { reconnectDelay } from './reconnect-delay.ts';
import { errorDetails, errorMessage, type ErrorShape } from './errors.ts';
import type { EventName, EventPayloads } from './events.ts';
import { supports } from './features.ts';
import { PROTOCOL_VERSION, type FrameChannel } from './frames.ts';
import { TICK_INTERVAL_MS } from './limits.ts';
import type { MethodName, MethodParams, MethodResult } from '../methods/registry.ts';

const DEFAULT_TRIES = 10;
/** Close code for a gateway that stopped responding. */
const SILENT_CLOSE = 4000;
const NORMAL_CLOSE = 1000;
/** Time from opening the channel to `hello-ok`, ms. */
const CONNECT_TIMEOUT_MS = 15_000;
/** Errors that a retry can't fix. */
const TERMINAL: ReadonlySet<string> = new Set([
  'AUTH_TOKEN_MISSING',
  'AUTH_TOKEN_MISMATCH',
  'AUTH_PASSWORD_MISSING',
  'AUTH_PASSWORD_MISMATCH',
  'AUTH_DEVICE_TOKEN_MISMATCH',
  'AUTH_SCOPE_MISMATCH',
  'AUTH_BOOTSTRAP_TOKEN_INVALID',
  'BROWSER_SIGN_IN_REQUIRED',
  'CONTROL_UI_DEVICE_IDENTITY_REQUIRED',
  'CONTROL_UI_ORIGIN_NOT_ALLOWED',
  'HOST_NOT_ALLOWED',
  'DEVICE_IDENTITY_REQUIRED',
  'PAIRING_REQUIRED',
  'PROTOCOL_MISMATCH',
]);

const STOPPED: ConnectionState = { kind: 'disconnected', cause: 'stopped' };

/** Creates a client. It connects when `start` is called. */
export function createClient(options: ClientOptions): GatewayClient {
  return new Client(options);
}

/** An incoming frame before validation. */
interface IncomingFrame {
  readonly type?: unknown;
  readonly id?: unknown;
  readonly ok?: unknown;
  readonly payload?: unknown;
  readonly error?: ErrorShape;
  readonly event?: unknown;
  readonly seq?: unknown;
}

class Client implements GatewayClient {
  readonly #options: ClientOptions;
  readonly #calls: PendingCalls;
  readonly #states = new Listeners<ConnectionState>();
  readonly #gaps = new Listeners<void>();
  readonly #events = new Map<string, Listeners<unknown>>();
  #state: ConnectionState = STOPPED;
  #hello: Hello | undefined;
  #channel: FrameChannel | undefined;
  #opening: AbortController | undefined;
  #failedTries = 0;
  #seq = 0;
  #lastFrameAt = 0;
  #introducedAt = 0;
  #tickMs = TICK_INTERVAL_MS;
  #cancelRetry: () => void = () => {};
  #cancelWatch: () => void = () => {};

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#calls = new PendingCalls(options.timers);
  }

  state(): ConnectionState {
    return this.#state;
  }

  hello(): Hello | undefined {
    return this.#hello;
  }

  onState(listener: (state: ConnectionState) => void): () => void {
    return this.#states.add(listener);
  }

  onGap(listener: () => void): () => void {
    return this.#gaps.add(listener);
  }

  on<E extends EventName>(event: E, listener: (payload: EventPayloads[E]) => void): () => void {
    const listeners = this.#events.get(event) ?? new Listeners<unknown>();
    this.#events.set(event, listeners);
    // The gateway sends the payload declared in the event table.
    return listeners.add((payload) => listener(payload as EventPayloads[E]));
  }

  start(): void {
    if (!this.#isStopped()) return;
    this.#failedTries = 0;
    void this.#connect();
  }

  retryNow(): void {
    if (this.#isStopped() || (this.#state.kind !== 'reconnecting' && this.#state.kind !== 'disconnected')) return;
    this.#failedTries = 0;
    this.#cancelRetry();
    void this.#connect();
  }

  stop(): void {
    if (this.#isStopped()) return;
    this.#cancelRetry();
    this.#setState(STOPPED);
    this.#drop(NORMAL_CLOSE, 'client stopped');
    this.#calls.reject(() => new RequestError('DISCONNECTED', 'The client was stopped.'));
  }

  request<M extends MethodName>(
    method: M,
    params: MethodParams<M>,
    options: CallOptions = {},
  ): Promise<MethodResult<M>> {
    const { sign, timers } = this.#options;
    const answer = this.#send(method, params, options);
    if (sign === undefined) return answer;
    return answer.catch(async (error: unknown) => {
      const proof = error instanceof RequestError ? await proofFor(error, method, sign, timers.now()) : undefined;
      if (proof === undefined) throw error;
      await this.#send('proof.submit', proof, options);
      return this.#send(method, params, options);
    });
  }

  #send<M extends MethodName>(method: M, params: MethodParams<M>, options: CallOptions): Promise<MethodResult<M>> {
    const refused = this.#refusal(method);
    if (refused !== undefined) return Promise.reject(refused);
    const channel = this.#state.kind === 'connected' ? this.#channel : undefined;
    const send = channel === undefined ? undefined : (text: string) => void channel.send(text);
    // The gateway returns the result declared for the method.
    return this.#calls.add(method, params, options, send) as Promise<MethodResult<M>>;
  }

  #refusal(method: MethodName): RequestError | undefined {
    const state = this.#state;
    if (this.#isStopped()) return new RequestError('DISCONNECTED', 'The client is not started.');
    if (!supports(this.#hello, method)) return unsupported(method);
    if (state.kind !== 'disconnected' || state.cause !== 'refused') return undefined;
    return new RequestError('DISCONNECTED', state.reason, defined({ code: state.code }));
  }

  async #connect(): Promise<void> {
    const opening = new AbortController();
    this.#opening = opening;
    if (this.#failedTries === 0) this.#setState({ kind: 'connecting' });
    // A gateway that hangs accepts the connection but doesn't respond.
    const cancelTimeout = this.#options.timers.after(CONNECT_TIMEOUT_MS, () => {
      if (opening.signal.aborted) return;
      opening.abort();
      this.#lost('no response');
    });
    try {
      const channel = await this.#options.open(opening.signal);
      cancelTimeout();
      if (opening.signal.aborted) return channel.close(NORMAL_CLOSE, 'client stopped');
      this.#follow(channel);
    } catch (error) {
      cancelTimeout();
      if (!opening.signal.aborted) this.#lost(errorMessage(error));
    }
  }

  #follow(channel: FrameChannel): void {
    this.#channel = channel;
    this.#seq = 0;
    this.#hello = undefined;
    this.#lastFrameAt = this.#options.timers.now();
    this.#cancelWatch = this.#options.timers.after(CONNECT_TIMEOUT_MS, () => {
      if (this.#hello === undefined) this.#abandon(channel, 'no response to the handshake');
    });
    this.#setState({ kind: 'authenticating' });
    channel.onClose((code, reason) => {
      if (this.#channel === channel) this.#lost(reason === '' ? `closed (${code})` : reason);
    });
    channel.onMessage((text) => {
      if (this.#channel === channel) this.#receive(text, channel);
    });
  }

  #receive(text: string, channel: FrameChannel): void {
    this.#lastFrameAt = this.#options.timers.now();
    const frame = readFrame(text);
    if (frame?.type === 'event') this.#receiveEvent(frame, channel);
    else if (frame?.type === 'res' && typeof frame.id === 'string') this.#receiveAnswer(frame.id, frame, channel);
  }

  #receiveEvent(frame: IncomingFrame, channel: FrameChannel): void {
    if (frame.event === 'connect.challenge') {
      const nonce = isJsonObject(frame.payload) ? frame.payload['nonce'] : undefined;
      return void this.#introduce(channel, typeof nonce === 'string' ? nonce : '');
    }
    if (typeof frame.seq === 'number') {
      const gap = this.#seq !== 0 && frame.seq > this.#seq + 1;
      this.#seq = frame.seq;
      if (gap) this.#gaps.call();
    }
    if (frame.event === 'call.progress') this.#receiveProgress(frame.payload);
    if (typeof frame.event === 'string') this.#events.get(frame.event)?.call(frame.payload);
  }

  #receiveProgress(payload: unknown): void {
    if (!isJsonObject(payload) || typeof payload['id'] !== 'string') return;
    const { elapsedMs, step, done, total } = payload;
    const optional = {
      step: typeof step === 'string' ? step : undefined,
      done: typeof done === 'number' ? done : undefined,
      total: typeof total === 'number' ? total : undefined,
    };
    this.#calls.progress(payload['id'], {
      elapsedMs: typeof elapsedMs === 'number' ? elapsedMs : 0,
      ...defined(optional),
    });
  }

  async #introduce(channel: FrameChannel, nonce: string): Promise<void> {
    const { identity, token, bootstrapToken, scopes, caps } = this.#options;
    const own = await this.#ownKey(nonce);
    if (this.#channel !== channel) return;
    this.#introducedAt = this.#options.timers.now();
    const auth = token === undefined ? { bootstrapToken } : { token };
    const params = {
      minProtocol: PROTOCOL_VERSION,
      maxProtocol: PROTOCOL_VERSION,
      client: identity,
      role: 'operator',
      scopes,
      caps: [...caps, CAP_CALL_PROGRESS],
      ...(token === undefined && bootstrapToken === undefined ? {} : { auth }),
      ...own,
    };
    channel.send(JSON.stringify({ type: 'req', id: 'connect', method: 'connect', params }));
  }

  /** Identifies the connection: a device proves its key; a page proves that it is the one that signed in. */
  async #ownKey(nonce: string): Promise<Readonly<Record<string, unknown>>> {
    const { prove, sign, identity, token, bootstrapToken, scopes, timers } = this.#options;
    const now = timers.now();
    if (prove !== undefined) {
      const facts = { clientId: identity.id, clientMode: identity.mode, platform: identity.platform, scopes };
      const credential = { token: token ?? bootstrapToken ?? '', role: 'operator', nonce, now };
      return { device: prove({ ...facts, ...credential }) };
    }
    const signature = await sign?.(browserText(nonce, scopes, now));
    return signature === undefined ? {} : { browser: { signedAt: now, signature } };
  }

  #receiveAnswer(id: string, frame: IncomingFrame, channel: FrameChannel): void {
    if (id !== 'connect') return this.#calls.answer(id, frame.ok === true, frame.payload, frame.error);
    if (frame.ok === true) this.#welcomed(frame.payload, channel);
    else this.#refused(frame.error, channel);
  }

  #welcomed(payload: unknown, channel: FrameChannel): void {
    // hello-ok comes from a gateway with this contract; missing fields get defaults here.
    const hello = payload as Partial<Omit<Hello, 'scopes'>> & {
      readonly auth?: { readonly scopes?: readonly string[]; readonly deviceToken?: string };
      readonly policy?: { readonly tickIntervalMs?: number };
    };
    this.#hello = {
      server: hello.server ?? { version: 'unknown', connId: 'unknown' },
      features: hello.features ?? { methods: [], events: [] },
      scopes: hello.auth?.scopes ?? [],
      snapshot: hello.snapshot ?? {},
      ...defined({ deviceToken: hello.auth?.deviceToken }),
    };
    this.#tickMs = hello.policy?.tickIntervalMs ?? TICK_INTERVAL_MS;
    this.#failedTries = 0;
    this.#cancelWatch();
    this.#watch(channel);
    this.#setState({ kind: 'connected', latencyMs: this.#options.timers.now() - this.#introducedAt });
    this.#calls.reject((method) => (supports(this.#hello, method) ? undefined : unsupported(method)));
    this.#calls.sendWaiting((text) => channel.send(text));
  }

  #refused(error: ErrorShape | undefined, channel: FrameChannel): void {
    const reason = error?.message ?? 'refused';
    const details = errorDetails(error);
    const { code } = details;
    if (typeof code !== 'string' || !TERMINAL.has(code)) return this.#abandon(channel, reason);
    this.#drop(NORMAL_CLOSE, 'refused');
    this.#setState({ kind: 'disconnected', cause: 'refused', reason, code, details });
    this.#calls.reject(() => new RequestError('DISCONNECTED', reason, { code }));
  }

  /** Closes the connection if nothing arrives for two ticks, even if the socket is still open. */
  #watch(channel: FrameChannel): void {
    const silence = this.#tickMs * 2;
    const rest = this.#lastFrameAt + silence - this.#options.timers.now();
    this.#cancelWatch = this.#options.timers.after(Math.max(rest, 1), () => {
      if (this.#channel !== channel) return;
      if (this.#options.timers.now() - this.#lastFrameAt >= silence)
        this.#abandon(channel, 'the gateway stopped responding');
      else this.#watch(channel);
    });
  }

  #abandon(channel: FrameChannel, reason: string): void {
    if (this.#channel !== channel) return;
    this.#lost(reason);
    channel.close(SILENT_CLOSE, reason);
  }

  #lost(reason: string): void {
    this.#channel = undefined;
    this.#hello = undefined;
    this.#cancelWatch();
    if (this.#state.kind === 'disconnected') return;
    this.#calls.interrupt(reason);
    this.#failedTries += 1;
    if (this.#failedTries > (this.#options.maxTries ?? DEFAULT_TRIES))
      return this.#setState({ kind: 'disconnected', cause: 'unreachable', reason });
    const delay = reconnectDelay(this.#failedTries, this.#options.timers.random());
    const retryAtMs = this.#options.timers.now() + delay;
    this.#setState({ kind: 'reconnecting', attempt: this.#failedTries, retryAtMs, reason });
    this.#cancelRetry = this.#options.timers.after(delay, () => void this.#connect());
  }

  #drop(code: number, reason: string): void {
    const channel = this.#channel;
    this.#channel = undefined;
    this.#hello = undefined;
    this.#cancelWatch();
    this.#opening?.abort();
    channel?.close(code, reason);
  }

  #isStopped(): boolean {
    return this.#state.kind === 'disconnected' && this.#state.cause === 'stopped';
  }

  #setState(state: ConnectionState): void {
    this.#state = state;
    this.#states.call(state);
  }
}

function unsupported(method: string): RequestError {
  return new RequestError('UNSUPPORTED', "This gateway doesn't support this action.", {
    code: 'METHOD_NOT_SUPPORTED',
    method,
    hint: "Update Gatehouse on the gateway's machine.",
  });
}

function readFrame(text: string): IncomingFrame | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    // Not a frame, so there is nothing to respond to.
    return undefined;
  }
}
