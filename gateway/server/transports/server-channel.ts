// The gateway's side of a frame channel.
import type { FrameChannel } from '#contract/wire/frames.ts';

/** A channel whose frame limit rises once its client is authenticated. */
export interface ServerChannel extends FrameChannel {
  /** Called after the handshake: larger frames are accepted from here on. */
  authenticated(): void;
}

/** Adapts a channel that has no frame limit. */
export function asServerChannel(channel: FrameChannel): ServerChannel {
  return {
    send: (text) => channel.send(text),
    bufferedBytes: () => channel.bufferedBytes(),
    close: (code, reason) => channel.close(code, reason),
    onMessage: (listener) => channel.onMessage(listener),
    onClose: (listener) => channel.onClose(listener),
    authenticated: () => {},
  };
}
