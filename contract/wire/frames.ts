// The three frames of the gateway protocol (wire version 4).
import type { ErrorShape } from './errors.ts';

/** Wire protocol version of this host and its own client. */
export const PROTOCOL_VERSION = 4;

/** A call from a client, answered by the {@link ResponseFrame}s with the same `id`. */
export interface RequestFrame {
  readonly type: 'req';
  readonly id: string;
  readonly method: string;
  readonly params?: unknown;
  readonly traceparent?: string;
  readonly expectedProfileId?: string;
}

/** The response to a request: `payload` if `ok`, otherwise `error`. */
export interface ResponseFrame {
  readonly type: 'res';
  readonly id: string;
  readonly ok: boolean;
  readonly payload?: unknown;
  readonly error?: ErrorShape;
}

/** An event. `seq` counts per connection; a gap means that events were lost. */
export interface EventFrame {
  readonly type: 'event';
  readonly event: string;
  readonly payload?: unknown;
  readonly seq?: number;
  readonly stateVersion?: { readonly presence: number; readonly health: number };
}

/** Any frame on the wire. */
export type Frame = RequestFrame | ResponseFrame | EventFrame;

/**
 * A bidirectional channel of text frames, implemented by WebSocket, MessagePort, and the in-memory pair. Channels don't know
 * methods. `onMessage` and `onClose` are set once, before the first message can arrive.
 */
export interface FrameChannel {
  /** Sends one serialized frame. Returns the bytes buffered in this channel after the call. */
  send(text: string): number;
  /** Bytes accepted by `send` but not yet sent to the peer. */
  bufferedBytes(): number;
  close(code: number, reason: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: (code: number, reason: string) => void): void;
}
