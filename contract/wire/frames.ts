// The three frames of the gateway protocol (wire version 4), as both ends see them.
import type { ErrorShape } from './errors.ts';

/** Version of the wire protocol that this host and its own client speak. */
export const PROTOCOL_VERSION = 4;

/** A call from a client: answered by exactly the {@link ResponseFrame}s that carry its `id`. */
export interface RequestFrame {
  readonly type: 'req';
  readonly id: string;
  readonly method: string;
  readonly params?: unknown;
  readonly traceparent?: string;
  readonly expectedProfileId?: string;
}

/** The answer to a request. `payload` stands when `ok`, `error` when not. */
export interface ResponseFrame {
  readonly type: 'res';
  readonly id: string;
  readonly ok: boolean;
  readonly payload?: unknown;
  readonly error?: ErrorShape;
}

/** Something that happened. `seq` counts per connection; a gap means that events were lost. */
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
 * A bidirectional pipe of text frames. WebSocket, MessagePort and the in-memory pair of the tests implement it; none of
 * them knows a method. `onMessage` and `onClose` are set once, before the first message can arrive.
 */
export interface FrameChannel {
  /** Sends one frame, already serialised. Returns the bytes still waiting in this channel's buffers after the call. */
  send(text: string): number;
  /** Bytes accepted by `send` and not yet handed to the peer. */
  bufferedBytes(): number;
  close(code: number, reason: string): void;
  onMessage(listener: (text: string) => void): void;
  onClose(listener: (code: number, reason: string) => void): void;
}
