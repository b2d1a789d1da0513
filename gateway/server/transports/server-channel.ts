// A frame channel as the gateway's side of a transport.
import type { FrameChannel } from '#contract/wire/frames.ts';

/** A channel whose frame limit rises once its client is authenticated. */
export interface ServerChannel extends FrameChannel {
  /** The client passed the handshake: larger frames are taken from here on. */
  authenticated(): void;
}

/** Takes a channel that has no limit of its own: the session counts its frames. */
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
