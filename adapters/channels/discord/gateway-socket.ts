// One WebSocket to Discord's gateway, from its greeting to its end, with heartbeats.
import type { Agent } from 'node:http';
import type { GatewayDispatchPayload } from 'discord-api-types/v10';
import { WebSocket } from 'ws';
import type { Clock } from '#core/ports/clock.ts';
import type { SocketEnd } from './close-codes.ts';
import type { Timing } from './limits.ts';
import { readFrame, type GatewayFrame } from './read-frame.ts';

/** Largest frame, bytes. That of a large server is a few MB. */
const MAX_FRAME_BYTES = 32 * 1024 * 1024;
/** Frames that can't be read before the connection is given up. */
const MAX_BAD_FRAMES = 100;
/** Any code but 1000 and 1001 keeps the session for a while. */
const KEEPS_SESSION = 4900;

type Send = (frame: unknown) => void;

/** What the socket needs. */
export interface SocketOptions {
  readonly clock: Clock;
  readonly timing: Timing;
  /** Of the last event. */
  sequence(): number | undefined;
  /** Identifies or resumes. */
  onHello(send: Send): void;
  /** Handles an event. Returns whether the connection is ready with it. */
  onEvent(event: GatewayDispatchPayload): boolean;
}

/** The socket. */
export class GatewaySocket {
  readonly #socket: WebSocket;
  readonly #options: SocketOptions;
  readonly #end = Promise.withResolvers<SocketEnd>();
  #cancelWait: () => void = () => undefined;
  #cancelBeat: () => void = () => undefined;
  #hasAnswered = true;
  #badFrames = 0;

  constructor(url: string, agent: Agent, options: SocketOptions) {
    this.#options = options;
    this.#socket = new WebSocket(url, {
      agent,
      handshakeTimeout: options.timing.helloMs,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    });
  }

  /** Runs until the connection ends, or `signal` aborts. */
  async run(signal: AbortSignal): Promise<SocketEnd> {
    const { timing } = this.#options;
    this.#waitFor('its greeting', timing.helloMs);
    this.#socket.on('message', (data, isBinary) => this.#receive(isBinary ? '' : String(data)));
    // An error is followed by a close event.
    this.#socket.on('error', (error) => this.#end.resolve({ kind: 'failed', error }));
    this.#socket.on('close', (code) => this.#end.resolve({ kind: 'closed', code }));
    const stop = (): void => this.#end.resolve({ kind: 'reconnect' });
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const end = await this.#end.promise;
    signal.removeEventListener('abort', stop);
    this.#close();
    return end;
  }

  #close(): void {
    this.#cancelWait();
    this.#cancelBeat();
    this.#socket.removeAllListeners();
    // Closing a connection that isn't open yet reports an error.
    this.#socket.on('error', () => undefined);
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.close(KEEPS_SESSION);
      this.#options.clock.after(2_000, () => this.#socket.terminate());
    } else this.#socket.terminate();
  }

  #receive(text: string): void {
    const frame = readFrame(text);
    if (frame !== undefined) return this.#handle(frame);
    this.#badFrames += 1;
    if (this.#badFrames > MAX_BAD_FRAMES)
      this.#end.resolve({ kind: 'failed', error: new Error("Discord sends data that can't be read.") });
  }

  #handle(frame: GatewayFrame): void {
    const { timing, onHello, onEvent } = this.#options;
    switch (frame.kind) {
      case 'hello':
        this.#waitFor('confirmation', timing.readyMs);
        // Spread, so that not all bots send it at once after an outage.
        this.#beatAfter(frame.intervalMs * Math.random(), frame.intervalMs);
        return onHello((answer) => this.#socket.send(JSON.stringify(answer)));
      case 'event':
        if (onEvent(frame.event)) this.#cancelWait();
        return;
      case 'beat-now':
        return this.#beat();
      case 'beat-answer':
        this.#hasAnswered = true;
        return;
      case 'reconnect':
        return this.#end.resolve({ kind: 'reconnect' });
      case 'invalid-session':
        return this.#end.resolve({ kind: 'invalid-session', canResume: frame.canResume });
      case 'other':
        return;
    }
  }

  #beatAfter(ms: number, intervalMs: number): void {
    this.#cancelBeat();
    this.#cancelBeat = this.#options.clock.after(ms, () => {
      if (!this.#hasAnswered) return this.#end.resolve({ kind: 'silent', waitedFor: 'an answer to a heartbeat' });
      this.#hasAnswered = false;
      this.#beat();
      this.#beatAfter(intervalMs, intervalMs);
    });
  }

  #beat(): void {
    this.#socket.send(JSON.stringify({ op: 1, d: this.#options.sequence() ?? null }));
  }

  #waitFor(waitedFor: string, ms: number): void {
    this.#cancelWait();
    this.#cancelWait = this.#options.clock.after(ms, () => this.#end.resolve({ kind: 'silent', waitedFor }));
  }
}
