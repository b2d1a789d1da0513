// One WebSocket of Slack's socket mode, from its greeting to its end: https://docs.slack.dev/apis/events-api/using-socket-mode
// @slack/socket-mode can't be given an agent per connection that records it, and acknowledges on its own terms.
import type { Agent } from 'node:http';
import { WebSocket } from 'ws';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Timing } from './limits.ts';

/** Largest frame, bytes. */
const MAX_FRAME_BYTES = 4 * 1024 * 1024;
/** Frames that can't be read before the connection is given up. */
const MAX_BAD_FRAMES = 100;
const CLOSE_MS = 2_000;

/** Why a connection ended. */
export interface SessionEnd {
  /** Slack asked for a new connection, which replaces this one. */
  readonly isPlanned: boolean;
  readonly problem: string;
}

/** What Slack wraps events in. */
export interface Envelope {
  readonly id: string;
  readonly type: string;
  readonly payload: JsonObject;
}

/** What a session needs. */
export interface SessionOptions {
  readonly clock: Clock;
  readonly timing: Timing;
  onConnected(): void;
  /** Handles an envelope. It is acknowledged when this resolves. */
  onEnvelope(envelope: Envelope): Promise<void>;
}

/** The session. */
export class SocketSession {
  readonly #socket: WebSocket;
  readonly #options: SessionOptions;
  readonly #end = Promise.withResolvers<SessionEnd>();
  #cancelWait: () => void = () => undefined;
  #badFrames = 0;

  constructor(url: string, agent: Agent, options: SessionOptions) {
    this.#options = options;
    this.#socket = new WebSocket(url, {
      agent,
      handshakeTimeout: options.timing.helloMs,
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
    });
  }

  /** Runs until the connection ends, or `signal` aborts. */
  async run(signal: AbortSignal): Promise<SessionEnd> {
    const { helloMs, silentMs } = this.#options.timing;
    this.#waitFor("Slack doesn't greet.", helloMs);
    this.#socket.on('message', (data, isBinary) => this.#receive(isBinary ? '' : String(data)));
    // The library answers pings itself.
    this.#socket.on('ping', () => this.#waitFor('Slack fell silent.', silentMs));
    this.#socket.on('error', (error) => this.#fail(error.message));
    this.#socket.on('close', (code) => this.#fail(`Slack closed the connection (${code}).`));
    const stop = (): void => this.#fail('Stopped.');
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
    const end = await this.#end.promise;
    signal.removeEventListener('abort', stop);
    this.#close();
    return end;
  }

  #close(): void {
    this.#cancelWait();
    this.#socket.removeAllListeners();
    // Closing a connection that isn't open yet reports an error.
    this.#socket.on('error', () => undefined);
    if (this.#socket.readyState === WebSocket.OPEN) {
      this.#socket.close(1000);
      this.#options.clock.after(CLOSE_MS, () => this.#socket.terminate());
    } else this.#socket.terminate();
  }

  #receive(text: string): void {
    const frame = readFrame(text);
    if (frame === undefined) {
      this.#badFrames += 1;
      if (this.#badFrames > MAX_BAD_FRAMES) this.#fail("Slack sends data that can't be read.");
      return;
    }
    const { timing, onConnected, onEnvelope } = this.#options;
    const { type, envelope_id: id, payload, reason } = frame;
    if (type === 'hello') {
      this.#waitFor('Slack fell silent.', timing.silentMs);
      return onConnected();
    }
    if (type === 'disconnect') {
      const isDisabled = reason === 'link_disabled';
      const problem = isDisabled
        ? 'Socket mode is off. Turn it on on the Socket Mode page of your app.'
        : 'Slack reconnects.';
      return this.#end.resolve({ isPlanned: !isDisabled, problem });
    }
    if (typeof id !== 'string' || typeof type !== 'string') return;
    const envelope = { id, type, payload: isJsonObject(payload) ? payload : {} };
    void onEnvelope(envelope).then(
      () => this.#acknowledge(id),
      // Slack sends it again.
      () => undefined,
    );
  }

  #acknowledge(id: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ envelope_id: id }));
  }

  #fail(problem: string): void {
    this.#end.resolve({ isPlanned: false, problem });
  }

  #waitFor(problem: string, ms: number): void {
    this.#cancelWait();
    this.#cancelWait = this.#options.clock.after(ms, () => this.#fail(problem));
  }
}

function readFrame(text: string): JsonObject | undefined {
  try {
    const frame: unknown = JSON.parse(text);
    return isJsonObject(frame) ? frame : undefined;
  } catch {
    return undefined;
  }
}
