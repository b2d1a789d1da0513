// Serves one client from challenge to close: first the handshake, then requests to the dispatcher.
import type { RequestFrame } from '#contract/wire/frames.ts';
import { HANDSHAKE_TIMEOUT_MS, MAX_FRAME_BYTES, MAX_HANDSHAKE_FRAME_BYTES } from '#contract/wire/limits.ts';
import { GatewayError, unavailable } from '#contract/wire/errors.ts';
import type { Caller } from '../dispatch/dispatcher.ts';
import type { ConnectionPlace } from '../../access/limits/connection-limits.ts';
import { decideHandshake } from '../../access/sign-in/handshake.ts';
import { POLICY_CLOSE, type Accepted, type Refused } from '../../access/sign-in/handshake-outcome.ts';
import { loginSource } from '../../access/sign-in/login-source.ts';
import type { Peer } from '../../access/sign-in/request-origin.ts';
import type { GatewayCore } from '../gateway-core.ts';
import type { ServerChannel } from '../transports/server-channel.ts';
import { makeConnection, type LiveConnection } from './make-connection.ts';
import { Outbox } from './outbox.ts';
import { parseFrame } from './frame-parser.ts';
import type { ClientRequests } from './request-budget.ts';

/** Most frames queued during the handshake. */
const MAX_EARLY_FRAMES = 15;
/** Most concurrent requests of one client. */
const MAX_RUNNING = 256;
/** Bad frames before the socket is closed. */
const MAX_BAD_FRAMES = 100;
/** Longest close reason, bytes (the limit of WebSocket is 123). */
const MAX_REASON_BYTES = 120;
const NORMAL_CLOSE = 1000;
const TOO_LARGE_CLOSE = 1009;
const ERROR_CLOSE = 1011;
const TRY_LATER_CLOSE = 1013;

type Phase = 'challenged' | 'deciding' | 'open' | 'closed';

/** Serves `channel` until it closes. */
export function serveConnection(channel: ServerChannel, peer: Peer, core: GatewayCore): void {
  new ClientSession(channel, peer, core).begin();
}

class ClientSession {
  readonly #channel: ServerChannel;
  readonly #peer: Peer;
  readonly #core: GatewayCore;
  readonly #outbox: Outbox;
  readonly #requests: ClientRequests;
  readonly #nonce: string;
  readonly #early: string[] = [];
  readonly #gone = new AbortController();
  #phase: Phase = 'challenged';
  #cancelTimeout: () => void = () => {};
  #live: LiveConnection | undefined;
  #caller: Caller | undefined;
  #place: ConnectionPlace | undefined;
  #running = 0;
  #badFrames = 0;

  constructor(channel: ServerChannel, peer: Peer, core: GatewayCore) {
    this.#channel = channel;
    this.#peer = peer;
    this.#core = core;
    this.#outbox = new Outbox(channel, core.sendBudget);
    this.#requests = core.requestBudget.client();
    this.#nonce = core.services.ids.next();
  }

  begin(): void {
    const { clock } = this.#core.services;
    this.#channel.onClose(() => this.#ended());
    this.#channel.onMessage((text) => this.#receive(text));
    this.#cancelTimeout = clock.after(HANDSHAKE_TIMEOUT_MS, () => this.#close(NORMAL_CLOSE, ''));
    this.#outbox.event('connect.challenge', JSON.stringify({ nonce: this.#nonce, ts: clock.now() }), false);
  }

  #receive(text: string): void {
    switch (this.#phase) {
      case 'open':
        return this.#receiveRequest(text);
      case 'deciding':
        return this.#queue(text);
      case 'challenged':
        return this.#receiveFirst(text);
      case 'closed':
        return;
    }
  }

  #receiveFirst(text: string): void {
    if (text.length > MAX_HANDSHAKE_FRAME_BYTES) return this.#close(TOO_LARGE_CLOSE, '');
    const parsed = parseFrame(text);
    if (parsed.kind === 'not-json') return this.#close(NORMAL_CLOSE, '');
    if (parsed.kind === 'bad-frame') return this.#close(POLICY_CLOSE, 'invalid request frame');
    if (parsed.frame.method !== 'connect') {
      const message = 'invalid handshake: first request must be connect';
      this.#outbox.refuse(parsed.frame.id, { code: 'INVALID_REQUEST', message });
      return this.#close(POLICY_CLOSE, message);
    }
    // The deadline is the client's: a busy machine may need longer to check the request.
    this.#cancelTimeout();
    this.#phase = 'deciding';
    void this.#decide(parsed.frame);
  }

  #queue(text: string): void {
    if (text.length > MAX_HANDSHAKE_FRAME_BYTES) return this.#close(TOO_LARGE_CLOSE, '');
    if (this.#early.length >= MAX_EARLY_FRAMES) return this.#close(POLICY_CLOSE, 'too many frames before hello-ok');
    this.#early.push(text);
  }

  async #decide(frame: RequestFrame): Promise<void> {
    try {
      const decision = await decideHandshake(frame.params, this.#core.handshakeContext(this.#peer, this.#nonce));
      if (this.#phase !== 'deciding') return;
      if ('error' in decision) return this.#refuse(frame.id, decision);
      const place = this.#takePlace(decision);
      if (place instanceof GatewayError) return this.#refuse(frame.id, tooManyConnections(place));
      this.#place = place;
      await this.#welcome(frame.id, decision);
    } catch (error) {
      this.#core.services.log.part('gateway').error('Handshake failed.', { error: String(error) });
      const shape = unavailable('The handshake failed. Try again.').toShape();
      this.#refuse(frame.id, { error: shape, closeCode: ERROR_CLOSE, delayMs: 0 });
    }
  }

  /** The desktop app's own window always has one. */
  #takePlace(accepted: Accepted): ConnectionPlace | GatewayError | undefined {
    if (accepted.entry === 'port') return undefined;
    const { apiKey, deviceId, browserSession } = accepted;
    const address = loginSource(undefined, this.#address());
    return this.#core.connectionLimits.take({ device: apiKey?.id ?? deviceId ?? browserSession, address });
  }

  #refuse(id: string, refused: Refused): void {
    const facts = { reason: refused.error.message, address: this.#address() };
    this.#core.services.log.part('gateway').warn('Connection refused.', facts);
    const answer = (): void => {
      if (this.#phase !== 'deciding') return;
      this.#outbox.refuse(id, refused.error);
      this.#close(refused.closeCode, refused.closeReason ?? refused.error.message);
    };
    if (refused.delayMs === 0) answer();
    else this.#core.services.clock.after(refused.delayMs, answer);
  }

  async #welcome(id: string, accepted: Accepted): Promise<void> {
    const close = (code: number, reason: string): void => this.#close(code, reason);
    const live = makeConnection(accepted, this.#address(), this.#outbox, close, this.#core);
    const hello = await this.#core.hello(live.connection, accepted.issued);
    if (this.#phase !== 'deciding') return;
    this.#phase = 'open';
    this.#live = live;
    this.#caller = { connection: live.connection, outbox: this.#outbox, signal: this.#gone.signal, wrongRoleCalls: 0 };
    this.#channel.authenticated();
    this.#outbox.answer(id, hello);
    this.#core.connected(live.connection);
    for (const text of this.#early.splice(0)) this.#receive(text);
  }

  #receiveRequest(text: string): void {
    if (text.length > MAX_FRAME_BYTES) return this.#close(TOO_LARGE_CLOSE, '');
    const parsed = parseFrame(text);
    if (parsed.kind === 'request') return this.#dispatch(parsed.frame, text.length);
    this.#badFrames += 1;
    if (this.#badFrames >= MAX_BAD_FRAMES) return this.#close(POLICY_CLOSE, 'too many bad frames');
    if (parsed.kind === 'bad-frame')
      this.#outbox.refuse(parsed.id, { code: 'INVALID_REQUEST', message: parsed.message });
  }

  #dispatch(frame: RequestFrame, bytes: number): void {
    const caller = this.#caller;
    if (caller === undefined) return;
    if (this.#running >= MAX_RUNNING || !this.#requests.admit(bytes)) {
      this.#outbox.refuse(frame.id, unavailable('The server is busy; try again.', { retryAfterMs: 1_000 }).toShape());
      return;
    }
    this.#running += 1;
    void this.#core.dispatcher.dispatch(frame, caller).finally(() => {
      this.#running -= 1;
      this.#requests.done(bytes);
    });
  }

  #address(): string {
    return this.#peer.kind === 'port' ? 'local' : this.#peer.address;
  }

  #close(code: number, reason: string): void {
    if (this.#phase === 'closed') return;
    this.#channel.close(code, truncate(reason));
    this.#ended();
  }

  #ended(): void {
    if (this.#phase === 'closed') return;
    const live = this.#live;
    this.#phase = 'closed';
    this.#cancelTimeout();
    this.#early.length = 0;
    this.#gone.abort();
    this.#place?.release();
    this.#core.sendBudget.forget(this.#outbox);
    if (live === undefined) return;
    live.ended();
    this.#core.disconnected(live.connection);
  }
}

/** A client that may connect later. */
function tooManyConnections(error: GatewayError): Refused {
  return { error: error.toShape(), closeCode: TRY_LATER_CLOSE, closeReason: 'too many connections', delayMs: 0 };
}

/** Truncates to whole characters within the limit. */
function truncate(reason: string): string {
  if (Buffer.byteLength(reason) <= MAX_REASON_BYTES) return reason;
  return Buffer.from(reason)
    .subarray(0, MAX_REASON_BYTES)
    .toString()
    .replace(/\uFFFD+$/u, '');
}
