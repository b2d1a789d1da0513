// The gateway's side of a frame channel.
import type { FrameChannel } from '#contract/wire/frames.ts';

/** The text of a frame. A long one is given in parts, because joining many strings costs more than encoding them. */
export type Frame = string | readonly string[];

/** A channel whose frame limit rises once its client is authenticated. */
export interface ServerChannel extends FrameChannel {
  send(frame: Frame): number;
  /** Sends frames that the channel has batched for one write, if it batches. */
  flush?(): void;
  /** Called after the handshake: larger frames are accepted from here on. */
  authenticated(): void;
}

/** Adapts a channel that has no frame limit. */
export function asServerChannel(channel: FrameChannel): ServerChannel {
  return {
    send: (frame) => channel.send(typeof frame === 'string' ? frame : frame.join('')),
    bufferedBytes: () => channel.bufferedBytes(),
    close: (code, reason) => channel.close(code, reason),
    onMessage: (listener) => channel.onMessage(listener),
    onClose: (listener) => channel.onClose(listener),
    authenticated: () => {},
  };
}
